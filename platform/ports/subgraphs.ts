/* A subgraph as it is composed and called, wherever it is executed. */
import type { ExecutionResult } from 'graphql';
import type { BuiltSubgraph, GraphContext } from '../graph/index.js';

/** An operation as text. */
export interface SubgraphOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
  readonly isSubscription: boolean;
}

/** What a call tells whoever executes it. */
export type CallContext = Pick<GraphContext, 'request' | 'signal' | 'denied'>;

/**
 * A subgraph that is executed elsewhere, such as in the thread of a plugin. It gives a result, or for a subscription a
 * stream of results. Errors in results carry what was thrown as `originalError`, so they can be shown like our own.
 */
export interface ExecutedSubgraph {
  readonly name: string;
  readonly sdl: string;
  execute(
    operation: SubgraphOperation,
    context: CallContext,
  ): Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;
}

/** A subgraph that can be composed and called. */
export type Subgraph = BuiltSubgraph | ExecutedSubgraph;
