import type { GraphQLSchema } from 'graphql';
import { isInterfaceType } from 'graphql';
import { AppError, type RequestContext } from 'tributary/sdk';
import { findAppError } from '#platform/errors';
import type { OperationRegistry, RegisteredOperation } from '#platform/registry';
import type { ParsedOperation } from '../operation/documents.js';
import type { Operations } from '../operation/operations.js';
import type { PreparedOperation } from '../operation/prepare.js';
import type { PublicError, PublicResult } from '../operation/public-result.js';
import { OperationStream } from '../operation/stream.js';
import type { RecordToolCall } from '../ports.js';

export interface CallToolParts {
  registry: Pick<OperationRegistry, 'byName'>;
  operations: Operations;
  recordToolCall: RecordToolCall;
}

export interface ToolCall {
  name: string;
  arguments: Record<string, unknown>;
  context: RequestContext;
  /** Ends when the client leaves. */
  signal: AbortSignal;
}

/** What a call came to: the answer of GraphQL, and whether it is a failure. */
export interface ToolOutcome {
  readonly isError: boolean;
  readonly answer: PublicResult;
}

/**
 * Calls a tool as its caller, through every check that the same operation passes at `/graphql`. Refusals and failures
 * are outcomes, so that whoever called can mend the call.
 * @throws AppError `OPERATION_NOT_FOUND`.
 */
export async function callTool(parts: CallToolParts, call: ToolCall): Promise<ToolOutcome> {
  const { context, name } = call;
  const operation = await parts.registry.byName(context.tenant, name);
  if (!operation?.tool) throw new AppError('OPERATION_NOT_FOUND', { operation: name });
  let outcome: ToolOutcome & { code: string };
  try {
    const { parsed, result, schema } = await execute(parts.operations, operation, call);
    const code = codeOf(schema, parsed, result);
    outcome = { isError: code !== 'OK', answer: result, code };
  } catch (error) {
    const { errors, retryAfterSeconds } = parts.operations.refuse(error, context.requestId);
    const known = findAppError(error) ?? new AppError('INTERNAL');
    const told = retryAfterSeconds === null ? errors : errors.map((one) => withRetry(one, retryAfterSeconds));
    outcome = { isError: true, answer: { errors: told }, code: known.code };
    if (!wasTried(known)) return outcome;
  }
  const { tool, hash } = operation;
  await parts.recordToolCall(context, { name, hash, mutation: tool.mutation, outcome: outcome.code });
  return outcome;
}

async function execute(
  operations: Operations,
  operation: RegisteredOperation,
  call: ToolCall,
): Promise<{ parsed: ParsedOperation; result: PublicResult; schema: GraphQLSchema }> {
  let schema: GraphQLSchema | undefined;
  const params = {
    query: null,
    operationName: null,
    hash: operation.hash,
    variables: call.arguments,
    includesCost: false,
  };
  const { parsed, result } = await operations.run({
    params,
    context: call.context,
    signal: call.signal,
    admit(prepared) {
      check(operation, prepared, call.arguments);
      schema = prepared.generation.schema;
      return null;
    },
  });
  if (result instanceof OperationStream || !schema)
    throw new AppError('INTERNAL', { reason: 'a tool streamed' });
  return { parsed, result, schema };
}

/** What GraphQL would let pass: an argument that nothing takes, a change by a tool that is not marked for one. */
function check(
  { name, tool }: RegisteredOperation,
  { parsed }: PreparedOperation,
  given: Record<string, unknown>,
): void {
  if (parsed.type === 'subscription')
    throw new AppError('BAD_USER_INPUT', { reason: `${name} is a subscription; a tool answers once` });
  if (parsed.type === 'mutation' && !tool?.mutation)
    throw new AppError('FORBIDDEN', { needed: '@tool(mutation: true)' });
  const taken = new Set(parsed.operation.variableDefinitions?.map(({ variable }) => variable.name.value));
  const unknown = Object.keys(given).find((argument) => !taken.has(argument));
  if (unknown !== undefined)
    throw new AppError('BAD_USER_INPUT', { reason: `${name} takes no argument ${unknown.slice(0, 64)}` });
}

/** What was refused before anything was tried is not written down: a flood of it would fill the record. */
function wasTried({ status }: AppError): boolean {
  return status === 403 || (status >= 500 && status !== 503);
}

/** `OK`, the code of the first error, or that of a root field whose outcome is a failure. */
function codeOf(
  schema: GraphQLSchema,
  { operation }: ParsedOperation,
  { data, errors }: PublicResult,
): string {
  const [error] = errors ?? [];
  if (error) return String(error.extensions.code ?? 'INTERNAL');
  if (operation.operation !== 'mutation' || typeof data !== 'object' || data === null) return 'OK';
  const failed = Object.values(data).find((outcome: unknown) => isFailure(schema, outcome)) as
    | { code?: unknown; __typename: string }
    | undefined;
  return failed ? String(failed.code ?? failed.__typename) : 'OK';
}

function isFailure(schema: GraphQLSchema, outcome: unknown): boolean {
  if (typeof outcome !== 'object' || outcome === null || !('__typename' in outcome)) return false;
  const [failure, type] = [schema.getType('Failure'), schema.getType(String(outcome.__typename))];
  return isInterfaceType(failure) && schema.getImplementations(failure).objects.some((one) => one === type);
}

function withRetry(error: PublicError, retryAfterSeconds: number): PublicError {
  return { ...error, extensions: { ...error.extensions, retryAfterSeconds } };
}
