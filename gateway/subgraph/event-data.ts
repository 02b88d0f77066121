import type { ExecutionResult } from 'graphql';

/** An event without data must not let the planner's executor show the data of the event before. */
export function withData(result: ExecutionResult): ExecutionResult {
  return result.data ? result : { ...result, data: {} };
}
