import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTime, Decimal, resultOf } from '#platform/graph';

const perMillion = 'US dollars a million tokens';

@ObjectType('PriceRates', { description: `What tokens cost: ${perMillion}.` })
export class PriceRates {
  @Field(() => Decimal, { description: 'For tokens that are read.' })
  input!: string;

  @Field(() => Decimal, { description: 'For tokens that are written.' })
  output!: string;

  @Field(() => Decimal, {
    nullable: true,
    description: "For tokens that come from the provider's cache; null: as others that are read.",
  })
  cacheRead!: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: "For tokens that are written to the provider's cache; null: as others that are read.",
  })
  cacheWrite!: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'For tokens of thought; null: as others that are written.',
  })
  reasoning!: string | null;
}

@ObjectType('PriceTier', { description: 'What the tokens of large calls cost.' })
export class PriceTier {
  @Field(() => Int, { description: 'It holds for calls that read more tokens than these.' })
  aboveInputTokens!: number;

  @Field(() => PriceRates, { description: 'For all tokens of such a call.' })
  rates!: PriceRates;
}

@ObjectType('Price', { description: 'What a model costs from a moment on. It is never changed.' })
export class PriceType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'The provider, as the targets of models name it.' })
  provider!: string;

  @Field(() => String, { description: 'The model, as the provider names it.' })
  model!: string;

  @Field(() => PriceRates, { description: 'For calls below every tier.' })
  rates!: PriceRates;

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [PriceTier], { description: 'For large calls.' })
  tiers!: PriceTier[];

  @Field(() => DateTime, { description: 'From when on it holds.' })
  effectiveFrom!: Date;

  @Field(() => Boolean, {
    description: "Whether it is the operator's; a price of the tenant's own goes before it.",
  })
  forAllTenants!: boolean;

  @Field(() => DateTime, { description: 'When it was entered.' })
  enteredAt!: Date;

  @Field(() => String, { description: 'Who entered it.' })
  enteredBy!: string;
}
export const PriceConnection = connectionOf(PriceType, 'Price');

@InputType('PriceFilterInput', { description: 'Which prices.' })
export class PriceFilterInput {
  @Field(() => String, { nullable: true, description: 'Of this provider.' })
  provider?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this model.' })
  model?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those that hold now; false for those that held before or will hold.',
  })
  current?: boolean | null;
}

@InputType('PriceRatesInput', { description: `What tokens cost: ${perMillion}.` })
export class PriceRatesInput {
  @Field(() => Decimal, { description: 'For tokens that are read.' })
  input!: string;

  @Field(() => Decimal, { description: 'For tokens that are written.' })
  output!: string;

  @Field(() => Decimal, {
    nullable: true,
    description: "For tokens that come from the provider's cache; without it as others that are read.",
  })
  cacheRead?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: "For tokens that are written to the provider's cache; without it as others that are read.",
  })
  cacheWrite?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'For tokens of thought; without it as others that are written.',
  })
  reasoning?: string | null;
}

@InputType('PriceTierInput', { description: 'What the tokens of large calls cost.' })
export class PriceTierInput {
  @Field(() => Int, { description: 'It holds for calls that read more tokens than these.' })
  aboveInputTokens!: number;

  @Field(() => PriceRatesInput, { description: 'For all tokens of such a call.' })
  rates!: PriceRatesInput;
}

@InputType('SetPriceInput', { description: 'A price that begins to hold.' })
export class SetPriceInput {
  @Field(() => String, { description: 'The provider, as the targets of models name it.' })
  provider!: string;

  @Field(() => String, { description: 'The model, as the provider names it.' })
  model!: string;

  @Field(() => PriceRatesInput, { description: 'For calls below every tier.' })
  rates!: PriceRatesInput;

  @Field(() => [PriceTierInput], { nullable: true, description: 'For large calls; 10 tiers at most.' })
  tiers?: PriceTierInput[] | null;

  @Field(() => DateTime, { nullable: true, description: 'From when on it holds; without it from now on.' })
  effectiveFrom?: Date | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'For every tenant that has none of its own, instead of for the tenant of the caller.',
  })
  forAllTenants!: boolean;
}

@ObjectType('SetPricePayload', { description: 'The price that was entered.' })
export class SetPricePayload {
  @Field(() => PriceType, { description: 'The price.' })
  price!: PriceType;
}
export const SetPriceResult = resultOf('SetPriceResult', SetPricePayload);
