import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { RunStarter } from '#platform';
import type { GraphContext } from '#platform/graph';
import { EstimateRunInput, RunEstimate } from './run-estimate.type.js';

@Resolver(() => RunEstimate)
export class RunEstimateResolver {
  constructor(private readonly runs: Pick<RunStarter, 'estimate'>) {}

  @Query(() => RunEstimate, {
    nullable: true,
    description: 'What a run would take at most; nothing is started, held or sent.',
  })
  async estimateRun(
    @Arg('input', () => EstimateRunInput, { description: 'What would be run.' }) input: EstimateRunInput,
    @Ctx() { request }: GraphContext,
  ): Promise<RunEstimate> {
    return Object.assign(new RunEstimate(), await this.runs.estimate(request, input));
  }
}
