import { Arg, Args, ArgsType, Ctx, Directive, Field, Query, Resolver } from 'type-graphql';
import { DateTime, type GraphContext } from '#platform/graph';
import {
  DocumentStatisticsType,
  IntervalEnum,
  LatencyPointType,
  RecommendationStatisticsType,
  ReviewStatisticsType,
  RunConditionsInput,
  RunGroupingEnum,
  UsagePointType,
} from './analytics.type.js';
import { type Interval, periodOf } from './period.js';
import type {
  Grouping,
  LatencyPoint,
  RunQuestion,
  RunStatistics,
  UsagePoint,
} from './run-statistics.service.js';
import type {
  DocumentStatistics,
  RecommendationStatistics,
  ReviewStatistics,
  WorkStatistics,
} from './work-statistics.service.js';

@ArgsType()
class PeriodArguments {
  @Field(() => DateTime, {
    nullable: true,
    description: 'At or after this instant; 30 days before the end if not given.',
  })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Before this instant; now if not given.' })
  to?: Date | null;
}

@ArgsType()
class RunSeriesArguments extends PeriodArguments {
  @Field(() => IntervalEnum, { defaultValue: 'DAY', description: 'How long a point of the series is.' })
  interval!: Interval;

  @Field(() => RunGroupingEnum, {
    defaultValue: 'CAPABILITY',
    description: 'What the runs are told apart by.',
  })
  groupBy!: Grouping;
}

const conditionsArgument = { nullable: true, description: 'Which runs.' } as const;

@Resolver()
export class AnalyticsResolver {
  constructor(
    private readonly runs: RunStatistics,
    private readonly work: WorkStatistics,
  ) {}

  @Directive('@listSize(assumedSize: 100)')
  @Query(() => [UsagePointType], {
    description: 'What runs used, over time; 1,000 points at most. Needs the permission `analytics:read`.',
  })
  usage(
    @Args(() => RunSeriesArguments) series: RunSeriesArguments,
    @Arg('conditions', () => RunConditionsInput, conditionsArgument) conditions: RunConditionsInput | null,
    @Ctx() { request }: GraphContext,
  ): Promise<UsagePoint[]> {
    return this.runs.usage(request, questionOf(series, conditions));
  }

  @Directive('@listSize(assumedSize: 100)')
  @Query(() => [LatencyPointType], {
    description:
      'How long runs took, over time; 1,000 points at most. Needs the permission `analytics:read`.',
  })
  latency(
    @Args(() => RunSeriesArguments) series: RunSeriesArguments,
    @Arg('conditions', () => RunConditionsInput, conditionsArgument) conditions: RunConditionsInput | null,
    @Ctx() { request }: GraphContext,
  ): Promise<LatencyPoint[]> {
    return this.runs.latency(request, questionOf(series, conditions));
  }

  @Query(() => DocumentStatisticsType, {
    description: 'What became of the documents of a period. Needs the permission `analytics:read`.',
  })
  documentStatistics(
    @Args(() => PeriodArguments) { from, to }: PeriodArguments,
    @Ctx() { request }: GraphContext,
  ): Promise<DocumentStatistics> {
    return this.work.documents(request, periodOf(from, to, 'DAY'));
  }

  @Query(() => RecommendationStatisticsType, {
    description: 'What became of the recommendations of a period. Needs the permission `analytics:read`.',
  })
  recommendationStatistics(
    @Args(() => PeriodArguments) { from, to }: PeriodArguments,
    @Ctx() { request }: GraphContext,
  ): Promise<RecommendationStatistics> {
    return this.work.recommendations(request, periodOf(from, to, 'DAY'));
  }

  @Query(() => ReviewStatisticsType, {
    description: 'What became of the reviews of a period. Needs the permission `analytics:read`.',
  })
  reviewStatistics(
    @Args(() => PeriodArguments) { from, to }: PeriodArguments,
    @Ctx() { request }: GraphContext,
  ): Promise<ReviewStatistics> {
    return this.work.reviews(request, periodOf(from, to, 'DAY'));
  }
}

function questionOf(
  { from, to, interval, groupBy }: RunSeriesArguments,
  conditions: RunConditionsInput | null,
): RunQuestion {
  return { period: periodOf(from, to, interval), interval, groupBy, conditions: conditions ?? {} };
}
