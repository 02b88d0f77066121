import { Directive, Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime, Decimal } from '#platform/graph';
import type { LatencyPoint, RunConditions, UsagePoint } from './run-statistics.service.js';
import type {
  DocumentStatistics,
  RecommendationKindStatistics,
  RecommendationStatistics,
  ReviewStatistics,
  Share,
} from './work-statistics.service.js';

export const IntervalEnum = { HOUR: 'HOUR', DAY: 'DAY', WEEK: 'WEEK', MONTH: 'MONTH' } as const;
registerEnumType(IntervalEnum, {
  name: 'Interval',
  description: 'How long a point of a series is. Intervals begin in UTC.',
  valuesConfig: {
    HOUR: { description: 'An hour; at most 14 days can be asked for.' },
    DAY: { description: 'A day; at most 366 days can be asked for.' },
    WEEK: { description: 'A week from Monday; at most 1,100 days can be asked for.' },
    MONTH: { description: 'A month; at most 3,700 days can be asked for.' },
  },
});

export const RunGroupingEnum = { CAPABILITY: 'CAPABILITY', ENGINE: 'ENGINE', MODEL: 'MODEL' } as const;
registerEnumType(RunGroupingEnum, {
  name: 'RunGrouping',
  description: 'What the runs of a series are told apart by.',
  valuesConfig: {
    CAPABILITY: { description: 'The capability.' },
    ENGINE: { description: 'What answered: a model or a built-in engine.' },
    MODEL: { description: 'The model; null for built-in engines.' },
  },
});

@InputType('RunConditions', { description: 'Which runs; every condition that is given must hold.' })
export class RunConditionsInput implements RunConditions {
  @Field(() => String, { nullable: true, description: 'Of this capability.' })
  capability?: string | null;

  @Field(() => String, { nullable: true, description: 'Answered by this engine, `MODEL` or `BUILT_IN`.' })
  engine?: string | null;

  @Field(() => String, { nullable: true, description: 'Answered by this model.' })
  model?: string | null;
}

@ObjectType('UsagePoint', { description: 'What one group used in one interval.' })
export class UsagePointType implements UsagePoint {
  @Field(() => DateTime, { description: 'When the interval begins.' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'The capability, engine or model.' })
  group!: string | null;

  @Field(() => Int, { description: 'Runs that ended.' })
  runs!: number;

  @Field(() => Int, { description: 'Runs that ended with an answer.' })
  answered!: number;

  @Field(() => Float, { description: 'Tokens that models read.' })
  inputTokens!: number;

  @Field(() => Float, { description: 'Tokens that models wrote.' })
  outputTokens!: number;

  @Field(() => Decimal, { nullable: true, description: 'US dollars; null when no price is known.' })
  costUsd!: string | null;
}

@ObjectType('LatencyPoint', { description: 'How long the runs of one group took in one interval.' })
export class LatencyPointType implements LatencyPoint {
  @Field(() => DateTime, { description: 'When the interval begins.' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'The capability, engine or model.' })
  group!: string | null;

  @Field(() => Int, { description: 'Runs that ended.' })
  runs!: number;

  @Field(() => Float, { description: 'Half of them took at most so many milliseconds.' })
  p50Ms!: number;

  @Field(() => Float, { description: '95 of 100 took at most so many milliseconds.' })
  p95Ms!: number;

  @Field(() => Float, { description: '99 of 100 took at most so many milliseconds.' })
  p99Ms!: number;
}

@ObjectType('Share', { description: 'How many of a kind.' })
export class ShareType implements Share {
  @Field(() => String, { nullable: true, description: 'The kind; null where it is not known.' })
  name!: string | null;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

@ObjectType('DocumentStatistics', {
  description: 'What became of the documents that were uploaded in a period.',
})
export class DocumentStatisticsType implements DocumentStatistics {
  @Field(() => Int, { description: 'Documents that were uploaded.' })
  uploaded!: number;

  @Directive('@listSize(assumedSize: 5)')
  @Field(() => [ShareType], { description: 'By status; null while they are processed.' })
  byStatus!: Share[];

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [ShareType], { description: 'By kind.' })
  byKind!: Share[];

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [ShareType], { description: 'Those that are not ready, by the code that says why.' })
  byCode!: Share[];

  @Field(() => Float, { nullable: true, description: 'The mean confidence of extracted fields.' })
  meanConfidence!: number | null;

  @Field(() => Float, { nullable: true, description: 'Half were processed within so many milliseconds.' })
  p50DurationMs!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: '95 of 100 were processed within so many milliseconds.',
  })
  p95DurationMs!: number | null;

  @Field(() => Int, { description: 'Corrections of fields by people.' })
  corrections!: number;

  @Directive('@listSize(assumedSize: 20)')
  @Field(() => [ShareType], { description: 'Corrections by field.' })
  correctedFields!: Share[];
}

@ObjectType('RecommendationKindStatistics', {
  description: 'What became of the recommendations of one kind.',
})
export class RecommendationKindStatisticsType implements RecommendationKindStatistics {
  @Field(() => String, { description: 'The kind.' })
  kind!: string;

  @Field(() => Int, { description: 'How many were made.' })
  made!: number;

  @Field(() => Int, { description: 'How many were accepted.' })
  accepted!: number;

  @Field(() => Int, { description: 'How many were rejected.' })
  rejected!: number;

  @Field(() => Int, { description: 'How often people found one useful.' })
  up!: number;

  @Field(() => Int, { description: 'How often people found one not useful.' })
  down!: number;
}

@ObjectType('RecommendationStatistics', {
  description: 'What became of the recommendations made in a period.',
})
export class RecommendationStatisticsType implements RecommendationStatistics {
  @Field(() => Int, { description: 'How many were made.' })
  made!: number;

  @Field(() => Int, { description: 'How many were accepted.' })
  accepted!: number;

  @Field(() => Int, { description: 'How many were rejected.' })
  rejected!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The share accepted of those that were decided, from 0 to 1.',
  })
  acceptanceRate!: number | null;

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [RecommendationKindStatisticsType], { description: 'By kind.' })
  byKind!: RecommendationKindStatistics[];
}

@ObjectType('ReviewStatistics', { description: 'What became of the reviews that were asked in a period.' })
export class ReviewStatisticsType implements ReviewStatistics {
  @Field(() => Int, { description: 'How many were asked.' })
  requested!: number;

  @Field(() => Int, { description: 'How many are open.' })
  open!: number;

  @Directive('@listSize(assumedSize: 5)')
  @Field(() => [ShareType], { description: 'Those that are over, by outcome.' })
  byOutcome!: Share[];

  @Field(() => Float, { nullable: true, description: 'Half were decided within so many milliseconds.' })
  p50ResolutionMs!: number | null;
}
