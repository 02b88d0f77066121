import type { DocumentNode, ExecutionResult, OperationTypeNode } from 'graphql';
import type { OperationScope } from '../operation/scope.js';

/** One fetch of a query plan. */
export interface SubgraphCall {
  readonly document: DocumentNode;
  readonly variables?: Record<string, unknown> | undefined;
  readonly operationName?: string | undefined;
  readonly operationType?: OperationTypeNode | undefined;
  readonly context?: { readonly scope: OperationScope } | undefined;
}

/** Errors in the result are public already; it never rejects but for a defect of ours. */
export type SubgraphExecutor = (
  call: SubgraphCall,
) => Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;
