import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime, Decimal, describedEnum } from '#platform/graph';

export const TokenCounter = describedEnum('TokenCounter', 'Who counted the tokens of a call.', {
  PROVIDER: 'The provider.',
  ESTIMATED: 'We, from what was sent and received: the call broke, was cancelled or was lost.',
});
export type TokenCounter = keyof typeof TokenCounter;

@ObjectType('ModelCall', { description: 'One call of a provider, whether it answered or not.' })
export class ModelCallType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: '`chat` or `embeddings`.' })
  operation!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The alias that was asked for; null when it was lost.',
  })
  alias!: string | null;

  @Field(() => String, { nullable: true, description: 'The target that was called; null when it was lost.' })
  target!: string | null;

  @Field(() => String, { nullable: true, description: 'The provider; null when it was lost.' })
  provider!: string | null;

  @Field(() => String, { nullable: true, description: 'The model; null when it was lost.' })
  model!: string | null;

  @Field(() => Int, { description: 'Which attempt, from 1, over all targets of the request.' })
  attempt!: number;

  @Field(() => Int, { description: 'In which attempt of the run.' })
  epoch!: number;

  @Field(() => String, { nullable: true, description: 'The version of the prompt; null without one.' })
  promptVersion!: string | null;

  @Field(() => String, { description: '`ok`, `lost`, or the class of its error.' })
  outcome!: string;

  @Field(() => Int, { description: "Tokens that were read, also from the provider's cache." })
  inputTokens!: number;

  @Field(() => Int, { description: "Of those, from the provider's cache." })
  cacheReadTokens!: number;

  @Field(() => Int, { description: "Of those, written to the provider's cache." })
  cacheWriteTokens!: number;

  @Field(() => Int, { description: 'Tokens that were written, also thought.' })
  outputTokens!: number;

  @Field(() => Int, { description: 'Of those, thought.' })
  reasoningTokens!: number;

  @Field(() => TokenCounter, { description: 'Who counted them.' })
  counted!: TokenCounter;

  @Field(() => Int, { nullable: true, description: 'The most that it was expected to read.' })
  estimatedInputTokens!: number | null;

  @Field(() => Int, { nullable: true, description: 'The most that it was expected to write.' })
  estimatedOutputTokens!: number | null;

  @Field(() => Decimal, { nullable: true, description: 'What it cost, in US dollars; null: not known.' })
  costUsd!: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What it was expected to cost at most, in US dollars; null: not known.',
  })
  estimatedCostUsd!: string | null;

  @Field(() => Boolean, { description: 'Whether the provider billed more than that.' })
  aboveMaximum!: boolean;

  @Field(() => Int, { description: 'How long it took, in milliseconds.' })
  durationMs!: number;

  @Field(() => DateTime, { description: 'When it began.' })
  at!: Date;
}
