import type { RequestContext } from 'tributary/sdk';
import type { Logger } from '#platform';
import type { Http } from '#platform/http';
import type { PluginIdentity } from '#platform/keys';

/** The header, and the key in `connection_init`, that tells a remote plugin whom it serves. */
export const identityHeader = 'tributary-identity';

/** What a remote plugin is called with. */
export interface RemoteParts {
  readonly http: Pick<Http, 'fetch' | 'guard'>;
  readonly identity: Pick<PluginIdentity, 'sign'>;
  /** Gets what callers are not told: why a call was a fault. */
  readonly log: Logger;
}

/** One plugin and where it answers. */
export interface RemoteAddress extends RemoteParts {
  readonly plugin: string;
  readonly url: string;
}

/** Whose operation it is, and until when. */
export interface CallScope {
  readonly request: RequestContext;
  readonly signal: AbortSignal;
}

export interface SentOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}
