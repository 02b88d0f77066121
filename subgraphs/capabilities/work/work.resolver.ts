import { AppError } from 'tributary/sdk';
import {
  Arg,
  Args,
  Ctx,
  Directive,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import type { WorkKinds } from '#platform';
import { type GraphContext, outcome, type Page, PageArguments, pageCost } from '#platform/graph';
import {
  EstimateWorkInput,
  StartWorkInput,
  Work,
  WorkConnection,
  WorkEstimateType,
  WorkFailureConnection,
  type WorkFailureType,
  WorkFilterInput,
  WorkInput,
  WorkKindType,
  WorkPayload,
  WorkResult,
  workView,
} from './work.type.js';
import type { WorkBook } from './work-book.service.js';
import type { WorkReader } from './work-reader.service.js';
import type { WorkRow } from './work-row.js';

@Resolver(() => Work)
export class WorkResolver {
  constructor(private readonly services: { book: WorkBook; reader: WorkReader; kinds: () => WorkKinds }) {}

  @Directive('@listSize(assumedSize: 20)')
  @Query(() => [WorkKindType], { description: 'The kinds of long work that there are, by name.' })
  workKinds(): WorkKindType[] {
    const kinds = this.services.kinds().list();
    return kinds
      .map(({ id, plugin, description, permission, payload }) =>
        Object.assign(new WorkKindType(), { name: id, plugin, description, permission, arguments: payload }),
      )
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  @Query(() => Work, {
    nullable: true,
    description:
      'Long work; null when it does not exist or may not be seen: one sees one’s own, and with the permission `work:manage` everybody’s.',
  })
  async work(
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
    @Ctx() { request }: GraphContext,
  ): Promise<Work | null> {
    const [row] = await this.services.reader.find(request, [id]);
    return row ? workView(row) : null;
  }

  @Directive(pageCost)
  @Query(() => WorkConnection, { description: 'Long work that the caller may see, newest first.' })
  async works(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => WorkFilterInput, { nullable: true, description: 'Which work.' })
    filter: WorkFilterInput | null,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<Work>> {
    const { kind = null, state = null } = filter ?? {};
    const found = await this.services.reader.list(request, { work: kind, state }, page);
    return {
      ...found,
      nodes: found.nodes.map(workView),
      edges: found.edges.map(({ cursor, node }) => ({ cursor, node: workView(node) })),
    };
  }

  @Directive(pageCost)
  @FieldResolver(() => WorkFailureConnection, {
    description: 'Items that failed, by key; 1,000 are kept. `resumeWork` tries them again.',
  })
  failures(
    @Root() { id }: Work,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<WorkFailureType>> {
    return this.services.reader.failures(request, id, page);
  }

  @Query(() => WorkEstimateType, {
    nullable: true,
    description: 'What long work would take; nothing is started.',
  })
  async estimateWork(
    @Arg('input', () => EstimateWorkInput, { description: 'What would be started.' })
    input: EstimateWorkInput,
    @Ctx() { request }: GraphContext,
  ): Promise<WorkEstimateType> {
    const { kind: work, arguments: payload } = input;
    const { estimate } = await this.services.book.estimate(request, { work, payload: payload ?? {} });
    return Object.assign(new WorkEstimateType(), estimate);
  }

  @Mutation(() => WorkResult, {
    description:
      'Starts long work. Two of a tenant go on at once, the others wait their turn. Needs the permission that `workKinds` names.',
  })
  startWork(
    @Arg('input', () => StartWorkInput, { description: 'What to start.' }) input: StartWorkInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof WorkResult> {
    return outcome(async () => {
      const { kind: work, arguments: payload, idempotencyKey: key = null } = input;
      const asked = { work, payload: payload ?? {}, key };
      const { workId } = await this.services.book.start(request, asked);
      return this.payload(request, workId);
    });
  }

  @Mutation(() => WorkResult, {
    description:
      'Cancels long work of the caller; with the permission `work:manage` any. What is done stays done.',
  })
  cancelWork(
    @Arg('input', () => WorkInput, { description: 'Which work.' }) { id }: WorkInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof WorkResult> {
    return outcome(async () => {
      await this.services.book.cancel(request, id);
      return this.payload(request, id);
    });
  }

  @Mutation(() => WorkResult, {
    description:
      'Goes on with long work that was cancelled or failed, where it ended; items that failed are tried again, also of one that has finished.',
  })
  resumeWork(
    @Arg('input', () => WorkInput, { description: 'Which work.' }) { id }: WorkInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof WorkResult> {
    return outcome(async () => {
      await this.services.book.resume(request, id);
      return this.payload(request, id);
    });
  }

  @Subscription(() => Work, {
    topics: 'work.changed',
    description:
      'Long work as it stands, then each time it has moved on, at most a few times a second, to its end; without an id all that the caller may see, as it moves on.',
  })
  workChanged(
    @Root() row: WorkRow,
    @Arg('id', () => ID, { nullable: true, description: 'Which; all by default.' }) _id: string | null,
  ): Work {
    return workView(row);
  }

  private async payload(request: GraphContext['request'], workId: string): Promise<WorkPayload> {
    const [row] = await this.services.reader.find(request, [workId]);
    if (!row) throw new AppError('NOT_FOUND', { thing: 'The work' });
    return Object.assign(new WorkPayload(), { work: workView(row) });
  }
}
