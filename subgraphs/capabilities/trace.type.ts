import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { SpanAttributes, SpanKind as SpanKindName } from '#platform';
import { DateTime, Decimal, describedEnum } from '#platform/graph';
import { RunDocument } from './run.type.js';

export const SpanKind = describedEnum('SpanKind', 'What a span of a run is.', {
  RUN: 'The run itself, the root of its tree.',
  PROMPT: 'A prompt was rendered.',
  CHAT: 'One attempt to call a language model.',
  EMBEDDINGS: 'Vectors were made of texts.',
  RETRIEVAL: 'Documents were searched or read.',
  TOOL: 'A tool or another capability was called.',
  GUARDRAIL: 'Texts were screened.',
  RULES: 'Rules judged the output.',
  CACHE: 'A stored answer was looked for.',
});

export const SpanVerdict = describedEnum(
  'SpanVerdict',
  'What a guardrail or rules said; of many, the severest.',
  {
    ALLOW: 'Screening found nothing to stop.',
    MODIFY: 'Screening changed the text.',
    BLOCK: 'Screening stopped the text.',
    PASSED: 'Rules were content.',
    FIXED: 'Rules mended the output.',
    REVIEW: 'Rules asked for a person.',
    REJECTED: 'Rules refused the output.',
  },
);

export const CacheLookup = describedEnum('CacheLookup', 'What looking for a stored answer gave.', {
  EXACT: 'One for the very same question.',
  SEMANTIC: 'One for a question that means the same.',
  MISS: 'None.',
});

@ObjectType('RetrievedDocument', { description: 'A document that a run was given something of.' })
export class RetrievedDocument {
  @Field(() => RunDocument, { description: 'The document.' })
  document!: RunDocument;

  @Field(() => Float, { nullable: true, description: 'How well it fitted; null when it was not ranked.' })
  score!: number | null;
}

@ObjectType('RunSpan', { description: 'One step of what a run did. What does not concern its kind is null.' })
export class RunSpan {
  @Field(() => ID, { description: 'Its id within the trace: 16 hexadecimal digits.' })
  id!: string;

  @Field(() => ID, { nullable: true, description: 'The span that it is a part of.' })
  parentId!: string | null;

  @Field(() => SpanKind, { description: 'What it is.' })
  kind!: Uppercase<Exclude<SpanKindName, 'request'>>;

  @Field(() => String, { description: 'Its name, such as that of the capability or the target.' })
  name!: string;

  @Field(() => DateTime, { description: 'When it began.' })
  startedAt!: Date;

  @Field(() => Float, { description: 'How long it took, in milliseconds.' })
  durationMs!: number;

  @Field(() => String, { nullable: true, description: 'The code of what went wrong.' })
  error!: string | null;

  @Field(() => String, { nullable: true, description: 'How it ended, such as `Answer`.' })
  outcome!: string | null;

  @Field(() => String, { nullable: true, description: 'The alias that was asked for.' })
  alias!: string | null;

  @Field(() => String, { nullable: true, description: 'The configured model that was asked.' })
  target!: string | null;

  @Field(() => String, { nullable: true, description: "The provider, in OpenTelemetry's names." })
  provider!: string | null;

  @Field(() => String, { nullable: true, description: "The provider's name of the model." })
  model!: string | null;

  @Field(() => Int, { nullable: true, description: 'Which attempt it was, counted from 1.' })
  attempt!: number | null;

  @Field(() => String, { nullable: true, description: 'The target that had not answered before.' })
  fallbackFrom!: string | null;

  @Field(() => String, { nullable: true, description: 'The class of the error of that target.' })
  fallbackReason!: string | null;

  @Field(() => String, { nullable: true, description: 'The version of the prompt, such as `summarize@3`.' })
  promptVersion!: string | null;

  @Field(() => String, { nullable: true, description: 'Why the model stopped.' })
  finishReason!: string | null;

  @Field(() => Int, { nullable: true, description: 'Tokens read, also those of the cache of the provider.' })
  inputTokens!: number | null;

  @Field(() => Int, { nullable: true, description: 'Of them, those from the cache of the provider.' })
  cacheReadTokens!: number | null;

  @Field(() => Int, { nullable: true, description: 'Of them, those written to the cache of the provider.' })
  cacheWriteTokens!: number | null;

  @Field(() => Int, { nullable: true, description: 'Tokens written, also those of reasoning.' })
  outputTokens!: number | null;

  @Field(() => Int, { nullable: true, description: 'Of them, those of reasoning.' })
  reasoningTokens!: number | null;

  @Field(() => Decimal, { nullable: true, description: 'Its cost in dollars; null when no price is known.' })
  costUsd!: string | null;

  @Field(() => Float, { nullable: true, description: 'From the call to the first part of the answer.' })
  timeToFirstChunkMs!: number | null;

  @Field(() => Int, { nullable: true, description: 'Tokens of context that did not fit.' })
  truncatedTokens!: number | null;

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [RetrievedDocument], {
    description: 'What was retrieved, best first; without what the caller may not read.',
  })
  documents!: RetrievedDocument[];

  @Field(() => SpanVerdict, { nullable: true, description: 'What a guardrail or rules said.' })
  verdict!: SpanAttributes['verdict'] | null;

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [String], { description: 'Kinds of what screening found, or rules that were not content.' })
  findings!: string[];

  @Field(() => CacheLookup, { nullable: true, description: 'What looking for a stored answer gave.' })
  hit!: SpanAttributes['hit'] | null;
}

@ObjectType('RunTrace', { description: 'What one attempt of a run did, as a tree of spans.' })
export class RunTrace {
  @Field(() => ID, {
    description: 'The id of the W3C trace, the same through gateway, job and model: 32 hexadecimal digits.',
  })
  traceId!: string;

  @Field(() => Int, { description: 'Which attempt of the run it is, counted from 0.' })
  epoch!: number;

  @Directive('@listSize(assumedSize: 25)')
  @Field(() => [RunSpan], { description: 'Its spans, the root first, then in the order of their beginning.' })
  spans!: RunSpan[];

  @Field(() => Int, { description: 'Spans that were too many to be kept.' })
  dropped!: number;
}
