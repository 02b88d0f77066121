import type { Proposal } from 'tributary/sdk';
import { Directive, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTime, describedEnum, Json, resultOf, Verdict } from '#platform/graph';
import type {
  ActionState as ActionValue,
  RecommendationState as StateValue,
} from './recommendation.entity.js';

export const RecommendationKind = describedEnum<Proposal['kind']>(
  'RecommendationKind',
  'What is recommended.',
  {
    APPROVE: 'To approve the document.',
    REVIEW: 'To have a person look at it.',
    FLAG_DUPLICATE: 'To treat it as a copy or a version of another.',
    MATCH_ORDER: 'To match it with an order.',
    SIMILAR: 'To look at documents like it.',
  },
);
export const RecommendationState = describedEnum<StateValue>(
  'RecommendationState',
  'Where a recommendation stands.',
  {
    OPEN: 'Nobody has decided yet.',
    NEEDS_REVIEW: 'A rule wants a person to look at it before anybody accepts it.',
    WITHHELD: 'A rule rejected it.',
    ACCEPTED: 'Somebody accepted it.',
    REJECTED: 'Somebody rejected it.',
    SUPERSEDED: 'The document was read anew and newer ones took its place.',
  },
);
export const ActionState = describedEnum<ActionValue>(
  'ActionState',
  'How the operation went that accepting ran.',
  {
    PENDING: 'It has not run yet.',
    DONE: 'It ran.',
    FAILED: 'It failed.',
  },
);
export const FeedbackValue = describedEnum('FeedbackValue', 'Whether a recommendation helped.', {
  UP: 'It helped.',
  DOWN: 'It did not help.',
});

@Directive('@key(fields: "id")')
@ObjectType('Document', { description: 'A document, with what is recommended for it.' })
export class EvidenceDocument {
  @Field(() => ID, { description: 'The id.' })
  id!: string;
}

@ObjectType({ description: 'A place of a document that a recommendation rests on.' })
export class RecommendationEvidence {
  @Field(() => ID, { description: 'The version of the document.' })
  versionId!: string;

  @Field(() => Int, { nullable: true, description: 'The page, from 1.' })
  page!: number | null;

  @Field(() => Int, { nullable: true, description: "The first code point of the page's text." })
  start!: number | null;

  @Field(() => Int, { nullable: true, description: 'The code point after the last.' })
  end!: number | null;

  @Field(() => String, { nullable: true, description: 'The text there.' })
  quote!: string | null;

  @Field(() => String, { nullable: true, description: 'What it shows.' })
  note!: string | null;

  documentId!: string;
}

@ObjectType({ description: 'The persisted operation that accepting runs, as the person who accepts.' })
export class ProposedAction {
  @Field(() => String, { description: 'The name of the operation.' })
  operation!: string;

  @Field(() => Json, { description: 'Its variables.' })
  variables!: unknown;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'What a capability proposes, after the rules have spoken.' })
export class Recommendation {
  @Field(() => ID, { description: 'The id.' })
  id!: string;

  @Field(() => RecommendationKind, { description: 'What is recommended.' })
  kind!: string;

  @Field(() => String, { description: 'In a few words.' })
  title!: string;

  @Field(() => String, { description: 'Why.' })
  rationale!: string;

  @Field(() => Float, { description: 'How sure it is, from 0 to 1.' })
  confidence!: number;

  @Field(() => RecommendationState, { description: 'Where it stands.' })
  state!: string;

  @Field(() => ProposedAction, { nullable: true, description: 'What accepting it runs.' })
  action!: ProposedAction | null;

  @Field(() => ActionState, { nullable: true, description: 'How that went; null before it was accepted.' })
  actionState!: string | null;

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [Verdict], { description: 'What the rules said.' })
  verdicts!: unknown[];

  @Directive('@listSize(assumedSize: 10)')
  @Field(() => [Verdict], { description: 'What rules in shadow said: it is recorded and has no effect.' })
  shadowVerdicts!: unknown[];

  @Field(() => ID, { description: 'The run that made it.' })
  runId!: string;

  @Field(() => ID, { description: 'The audit record of the decision.' })
  decisionId!: string;

  @Field(() => String, { nullable: true, description: 'Who accepted or rejected it.' })
  decidedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When.' })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'What that person said.' })
  comment!: string | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  documentId!: string;
  evidencePlaces!: RecommendationEvidence[];
}
export const RecommendationConnection = connectionOf(Recommendation, 'Recommendation');

@InputType({ description: 'Which recommendations.' })
export class RecommendationFilterInput {
  @Field(() => ID, { nullable: true, description: 'Only for this document.' })
  documentId?: string | null;

  @Field(() => RecommendationKind, { nullable: true, description: 'Only of this kind.' })
  kind?: string | null;

  @Field(() => RecommendationState, { nullable: true, description: 'Only in this state.' })
  state?: string | null;
}

@InputType({ description: 'The recommendation, and what is said to it.' })
export class DecideRecommendationInput {
  @Field(() => ID, { description: 'The recommendation.' })
  recommendationId!: string;

  @Field(() => String, { nullable: true, description: 'A comment for the record.' })
  comment?: string | null;
}

@InputType({ description: 'Whether a recommendation helped.' })
export class GiveFeedbackInput {
  @Field(() => ID, { description: 'The recommendation.' })
  recommendationId!: string;

  @Field(() => FeedbackValue, { description: 'UP or DOWN.' })
  value!: 'UP' | 'DOWN';

  @Field(() => String, { nullable: true, description: 'Why.' })
  comment?: string | null;
}

@ObjectType({ description: 'The recommendation as it now stands.' })
export class RecommendationPayload {
  @Field(() => Recommendation, { description: 'The recommendation.' })
  recommendation!: Recommendation;
}
export const RecommendationResult = resultOf('RecommendationResult', RecommendationPayload);
