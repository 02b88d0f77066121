import { Arg, Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import {
  decodeCursor,
  type GraphContext,
  type Page,
  PageArguments,
  pageCost,
  pageOf,
  pageSize,
} from '#platform/graph';
import { Recommendation } from '../recommendation.type.js';
import { recommendationView } from '../recommendation.view.js';
import type { RecommendationReader } from '../recommendation-reader.service.js';
import type { DryRuns } from './dry-run.service.js';
import {
  DecisionDifference,
  DecisionDifferenceConnection,
  DryRun,
  DryRunRulesInput,
  type RuleTransition,
} from './dry-run.type.js';

@Resolver(() => DryRun)
export class DryRunResolver {
  constructor(private readonly dryRuns: DryRuns) {}

  @Query(() => DryRun, {
    description:
      'What a version of a rule set would have made of the recommendations of a period; nothing is changed.',
  })
  async dryRunRules(
    @Arg('input', () => DryRunRulesInput, { description: 'The version and the period.' })
    input: DryRunRulesInput,
    @Ctx() { request, signal }: GraphContext,
  ): Promise<DryRun> {
    const { ruleSetId: id, version, from, to } = input;
    const report = await this.dryRuns.run(request, { id, version, from, to }, signal);
    const rows = report.differences.map(({ documentId, ...difference }) =>
      Object.assign(new DecisionDifference(), { ...difference, document: { id: documentId } }),
    );
    const { judged, isComplete } = report;
    const transitions = transitionsOf(rows);
    return Object.assign(new DryRun(), { judged, isComplete, changed: rows.length, transitions, rows });
  }

  @Directive(pageCost)
  @FieldResolver(() => DecisionDifferenceConnection, {
    description: 'The decisions that would have changed, the newest first.',
  })
  differences(
    @Root() { rows }: DryRun,
    @Args(() => PageArguments) { first, after }: PageArguments,
  ): Page<DecisionDifference> {
    const size = pageSize(first);
    const [last] = after ? decodeCursor(after, 1) : [null];
    const rest = last === null ? rows : rows.filter((row) => row.recommendationId < String(last));
    return pageOf(rest.slice(0, size + 1), {
      first: size,
      after,
      totalCount: rows.length,
      cursorOf: ({ recommendationId }) => [recommendationId],
    });
  }
}

@Resolver(() => DecisionDifference)
export class DecisionDifferenceResolver {
  constructor(private readonly reader: RecommendationReader) {}

  @FieldResolver(() => Recommendation, { nullable: true, description: 'What was recommended.' })
  async recommendation(
    @Root() { recommendationId }: DecisionDifference,
    @Ctx() context: GraphContext,
  ): Promise<Recommendation | null> {
    const row = await context
      .loader('recommendations of differences', (ids: readonly string[]) =>
        this.reader.find(context.request, ids),
      )
      .load(recommendationId);
    return row ? recommendationView(row) : null;
  }
}

function transitionsOf(rows: readonly DecisionDifference[]): RuleTransition[] {
  const groups = Map.groupBy(rows, ({ before, after }) => `${before} ${after}`);
  return [...groups.values()].flatMap((group) => {
    const [one] = group;
    return one ? [{ before: one.before, after: one.after, count: group.length }] : [];
  });
}
