import { AppError } from 'tributary/sdk';
import { Arg, Args, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import type { PersistedOperations } from '#platform';
import {
  decodeCursor,
  type GraphContext,
  outcome,
  type Page,
  PageArguments,
  pageCost,
  pageOf,
  pageSize,
} from '#platform/graph';
import {
  OperationPayload,
  OperationResult,
  type PersistedOperation,
  PersistedOperationConnection,
  PersistedOperationFilterInput,
  RegisterOperationInput,
  RemoveOperationInput,
} from './operation.type.js';

@Resolver()
export class OperationResolver {
  constructor(private readonly operations: PersistedOperations) {}

  @Directive(pageCost)
  @Query(() => PersistedOperationConnection, {
    description:
      'The operations that the tenant can call by hash, by name: those of the system and its own. Needs the permission `operations:manage`.',
  })
  async persistedOperations(
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() { request }: GraphContext,
    @Arg('filter', () => PersistedOperationFilterInput, { nullable: true, description: 'Which of them.' })
    filter?: PersistedOperationFilterInput | null,
  ): Promise<Page<PersistedOperation>> {
    const size = pageSize(first);
    const place = after ? placeOf(after) : null;
    const all = (await this.operations.list(request)).filter((operation) => fits(operation, filter ?? {}));
    const rows = all.filter((operation) => place === null || keyOf(operation) > place);
    return pageOf(rows.slice(0, size + 1), {
      first,
      after,
      totalCount: all.length,
      cursorOf: ({ name, hash }) => [name, hash],
    });
  }

  @Mutation(() => OperationResult, {
    description:
      'Registers an operation for the tenant, after it was checked against the graph and the limits. Needs the permission `operations:manage`.',
  })
  registerOperation(
    @Arg('input', () => RegisterOperationInput, { description: 'The operation.' })
    input: RegisterOperationInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof OperationResult> {
    const { document, idempotencyKey = null } = input;
    return payload(() => this.operations.register(request, document, idempotencyKey));
  }

  @Mutation(() => OperationResult, {
    description: 'Removes an operation that the tenant registered. Needs the permission `operations:manage`.',
  })
  removeOperation(
    @Arg('input', () => RemoveOperationInput, { description: 'The operation.' }) input: RemoveOperationInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof OperationResult> {
    return payload(() => this.operations.remove(request, input.hash));
  }
}

function payload(work: () => Promise<PersistedOperation>): Promise<typeof OperationResult> {
  return outcome(async () => Object.assign(new OperationPayload(), { operation: await work() }));
}

function fits(
  { name, source, tool, uses }: PersistedOperation,
  filter: PersistedOperationFilterInput,
): boolean {
  const wants = <Value>(wanted: Value | null | undefined, value: Value) => (wanted ?? value) === value;
  return (
    wants(filter.source, source) &&
    wants(filter.tool, tool !== null) &&
    wants(filter.used, uses > 0) &&
    name.toLowerCase().includes((filter.name ?? '').toLowerCase())
  );
}

const keyOf = ({ name, hash }: PersistedOperation) => `${name} ${hash}`;

function placeOf(cursor: string): string {
  const [name, hash] = decodeCursor(cursor, 2);
  if (typeof name !== 'string' || typeof hash !== 'string') throw new AppError('CURSOR_INVALID');
  return `${name} ${hash}`;
}
