import { Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Decimal, type GraphContext } from '#platform/graph';
import { ModelCallType } from './model-call.type.js';
import { type ModelCallReader, mostCalls, type RunCost } from './model-call-reader.service.js';
import { Run } from './run.type.js';

/** What a run called and what that cost; one batch for all runs of an operation. */
@Resolver(() => Run)
export class RunCostResolver {
  constructor(private readonly reader: ModelCallReader) {}

  @Directive(`@listSize(assumedSize: ${mostCalls})`)
  @FieldResolver(() => [ModelCallType], {
    description: `Its calls of models, also those that failed, in their order; the first ${mostCalls}.`,
  })
  modelCalls(@Root() { id }: Run, @Ctx() { request, loader }: GraphContext): Promise<ModelCallType[]> {
    return loader<string, ModelCallType[]>('capabilities.modelCalls', (ids) =>
      this.reader.calls(request, ids),
    ).load(id);
  }

  @FieldResolver(() => Decimal, {
    nullable: true,
    description: 'What its calls of models have cost so far, in US dollars; null: not known.',
  })
  async costUsd(@Root() { id }: Run, @Ctx() context: GraphContext): Promise<string | null> {
    return (await this.cost(id, context)).costUsd;
  }

  @FieldResolver(() => Decimal, {
    nullable: true,
    description: 'What they were expected to cost at most, in US dollars; null: not known.',
  })
  async estimatedCostUsd(@Root() { id }: Run, @Ctx() context: GraphContext): Promise<string | null> {
    return (await this.cost(id, context)).estimatedCostUsd;
  }

  @FieldResolver(() => Int, { description: 'Tokens that its calls of models have read so far.' })
  async inputTokens(@Root() { id }: Run, @Ctx() context: GraphContext): Promise<number> {
    return (await this.cost(id, context)).inputTokens;
  }

  @FieldResolver(() => Int, { description: 'Tokens that they have written so far.' })
  async outputTokens(@Root() { id }: Run, @Ctx() context: GraphContext): Promise<number> {
    return (await this.cost(id, context)).outputTokens;
  }

  @FieldResolver(() => Int, { description: 'The most that they were expected to read.' })
  async estimatedInputTokens(@Root() { id }: Run, @Ctx() context: GraphContext): Promise<number> {
    return (await this.cost(id, context)).estimatedInputTokens;
  }

  @FieldResolver(() => Int, { description: 'The most that they were expected to write.' })
  async estimatedOutputTokens(@Root() { id }: Run, @Ctx() context: GraphContext): Promise<number> {
    return (await this.cost(id, context)).estimatedOutputTokens;
  }

  private cost(id: string, { request, loader }: GraphContext): Promise<RunCost> {
    return loader<string, RunCost>('capabilities.runCosts', (ids) => this.reader.costs(request, ids)).load(
      id,
    );
  }
}
