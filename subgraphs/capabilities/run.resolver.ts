import { AppError, runOptionsOf } from 'tributary/sdk';
import { Arg, Args, Ctx, Directive, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { RunStarter } from '#platform';
import {
  Cursor,
  type GraphContext,
  outcome,
  type Page,
  PageArguments,
  pageCost,
  RunEvent,
} from '#platform/graph';
import {
  CancelRunInput,
  CancelRunPayload,
  CancelRunResult,
  Run,
  RunConnection,
  RunFilterInput,
  StartRunInput,
  StartRunPayload,
  StartRunResult,
} from './run.type.js';
import type { RunReader } from './run-reader.service.js';

@Resolver(() => Run)
export class RunResolver {
  constructor(private readonly services: { reader: RunReader; runs: RunStarter }) {}

  @Query(() => Run, { nullable: true, description: 'A run; null when it does not exist or may not be seen.' })
  async run(
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
    @Ctx() { request }: GraphContext,
  ): Promise<Run | null> {
    const [run] = await this.services.reader.find(request, [id]);
    return run ?? null;
  }

  @Directive(pageCost)
  @Query(() => RunConnection, { description: 'Runs that the caller may see, newest first.' })
  runs(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => RunFilterInput, { nullable: true, description: 'Which runs.' })
    filter: RunFilterInput | null,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<Run>> {
    return this.services.reader.list(request, filter ?? {}, page);
  }

  @Mutation(() => StartRunResult, {
    description: 'Starts a capability, or finds the run that answers the same question.',
  })
  startRun(
    @Arg('input', () => StartRunInput, { description: 'What to run.' }) input: StartRunInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof StartRunResult> {
    return outcome(async () => {
      const { capability, arguments: values, idempotencyKey = null, anew } = input;
      const { priority, deadlineMs, seed, pin } = input;
      if ((idempotencyKey?.length ?? 0) > 200) {
        throw new AppError('BAD_USER_INPUT', { reason: 'idempotencyKey is longer than 200 characters' });
      }
      const started = await this.services.runs.start(request, {
        capability,
        arguments: values,
        idempotencyKey,
        anew,
        ...runOptionsOf({ priority, deadlineMs, seed, pin }),
      });
      const run = await this.found(request, started.runId);
      return Object.assign(new StartRunPayload(), {
        run: started.joined ? withHit(run) : run,
        joined: started.joined,
      });
    });
  }

  @Mutation(() => CancelRunResult, {
    description: 'Cancels a run of the caller; an administrator may cancel any.',
  })
  cancelRun(
    @Arg('input', () => CancelRunInput, { description: 'Which run.' }) { runId }: CancelRunInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof CancelRunResult> {
    return outcome(async () => {
      await this.found(request, runId);
      await this.services.runs.cancel(request, runId);
      return Object.assign(new CancelRunPayload(), { run: await this.found(request, runId) });
    });
  }

  @Subscription(() => RunEvent, {
    topics: 'run.events',
    description:
      'The events of a run, from its beginning or after a cursor, to its end; also after it has ended.',
  })
  runEvents(
    @Root() event: unknown,
    @Arg('runId', () => ID, { description: 'The run.' }) _runId: string,
    @Arg('after', () => Cursor, { nullable: true, description: 'The cursor after which to go on.' })
    _after: string | null,
  ): unknown {
    return event;
  }

  private async found(request: GraphContext['request'], runId: string): Promise<Run> {
    const [run] = await this.services.reader.find(request, [runId]);
    if (!run) throw new AppError('NOT_FOUND', { thing: 'The run' });
    return run;
  }
}

/** A result that was there already, as it is shown to who asked for it again. */
function withHit(run: Run): Run {
  const { result } = run;
  if (!result || result.result.cached) return run;
  return { ...run, result: { ...result, result: { ...result.result, cached: 'EXACT' } } };
}
