import type { RequestContext } from 'tributary/sdk';

/** What one operation carries to every subgraph call that it causes. */
export interface OperationScope {
  readonly request: RequestContext;
  /** Ends when the client leaves, the deadline passes, or the stream is ended by us. */
  readonly signal: AbortSignal;
  /** A subscription has no deadline of its own; the calls that join fields to its events have one each. */
  readonly isStream: boolean;
}
