import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Rule } from '#platform';
import { connectionOf, DateTime, describedEnum, Json, resultOf } from '#platform/graph';
import type { FactType } from './rule-facts.js';
import type { VersionState } from './rule-set-rows.js';

export const RuleSetStateEnum = describedEnum<VersionState>(
  'RuleSetState',
  'Where a version of a rule set stands.',
  {
    DRAFT: 'It judges nothing.',
    SHADOW: 'It judges; its verdicts are recorded and have no effect.',
    ACTIVE: 'It judges, and its verdicts hold. Of a set one version at most.',
    RETIRED: 'It judged, or was put aside; it can be taken back.',
  },
);
export const RuleEffectEnum = describedEnum<Rule['onFail']>(
  'RuleEffect',
  'What follows when a rule does not hold.',
  {
    FIX: 'Fields of what is judged are replaced.',
    REVIEW: 'A person has to look.',
    REJECT: 'It is not used.',
  },
);

export const FactTypeEnum = describedEnum<FactType>('RuleFactType', 'What a fact is; each may be null.', {
  NUMBER:
    'A number: compared by equal, notEqual, lessThan, greaterThan and their inclusive forms, in, notIn.',
  TEXT: 'A text: compared by equal, notEqual, in, notIn; dates as YYYY-MM-DD by lessThan and greaterThan too.',
  BOOLEAN: 'True or false: compared by equal and notEqual.',
  LIST: 'A list: asked by contains and doesNotContain.',
  ANY: 'That depends on the document, or on who gives it.',
});

@ObjectType('BusinessRule', { description: 'A rule as data: it holds when its conditions are true.' })
export class BusinessRule {
  @Field(() => ID, { description: 'The id, by which verdicts name it.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the rule: a changed one gets the next.' })
  version!: number;

  @Directive('@listSize(assumedSize: 5)')
  @Field(() => [String], { description: 'The kinds of output that it judges; none for all.' })
  appliesTo!: string[];

  @Field(() => Json, { description: 'Comparisons of facts, joined by all, any and not.' })
  conditions!: unknown;

  @Field(() => String, { nullable: true, description: 'A kind of rule of a plugin that judges as well.' })
  kind?: string | null;

  @Field(() => Json, { nullable: true, description: 'What a rule of that kind is told.' })
  params?: unknown;

  @Field(() => RuleEffectEnum, { description: 'What follows when it does not hold.' })
  onFail!: string;

  @Field(() => Json, {
    nullable: true,
    description: 'For FIX: the fields that are replaced, with their values.',
  })
  fix?: unknown;

  @Field(() => String, { description: 'What people read when it does not hold.' })
  reason!: string;
}

@ObjectType('RuleSetVersion', { description: 'A version of a rule set; its rules never change.' })
export class RuleSetVersion {
  @Field(() => Int, { description: 'From 1.' })
  version!: number;

  @Field(() => RuleSetStateEnum, { description: 'Where it stands.' })
  state!: string;

  @Directive('@listSize(assumedSize: 20)')
  @Field(() => [BusinessRule], { description: 'Its rules.' })
  rules!: BusinessRule[];

  @Field(() => String, { nullable: true, description: 'What its author wrote.' })
  note!: string | null;

  @Field(() => ID, { description: 'Who saved it.' })
  createdBy!: string;

  @Field(() => DateTime, { description: 'When.' })
  createdAt!: Date;
}
export const RuleSetVersionConnection = connectionOf(RuleSetVersion, 'RuleSetVersion');

@ObjectType('RuleSetChange', { description: 'A step of the history of a rule set.' })
export class RuleSetChange {
  id!: string;

  @Field(() => Int, { description: 'The version that was saved, or changed its state.' })
  version!: number;

  @Field(() => RuleSetStateEnum, { nullable: true, description: 'Where it stood; null when it was saved.' })
  fromState!: string | null;

  @Field(() => RuleSetStateEnum, { description: 'Where it stood then.' })
  toState!: string;

  @Field(() => ID, { description: 'Who did it.' })
  changedBy!: string;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'Why.' })
  comment!: string | null;
}
export const RuleSetChangeConnection = connectionOf(RuleSetChange, 'RuleSetChange');

@ObjectType('RuleSet', { description: 'Rules over the outputs of a capability, in versions.' })
export class RuleSetView {
  @Field(() => ID, { description: 'The id, given by who made it.' })
  id!: string;

  @Field(() => String, { description: 'The name.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The capability whose outputs it judges; null for a set that only automations ask.',
  })
  capability!: string | null;

  @Field(() => RuleSetVersion, {
    nullable: true,
    description: 'The version whose verdicts hold, if one is active.',
  })
  active!: RuleSetVersion | null;

  @Field(() => RuleSetVersion, { description: 'The version that was saved last.' })
  newest!: RuleSetVersion;

  @Field(() => ID, { description: 'Who made the set.' })
  createdBy!: string;

  @Field(() => DateTime, { description: 'When.' })
  createdAt!: Date;

  versionRows!: RuleSetVersion[];
}
export const RuleSetConnection = connectionOf(RuleSetView, 'RuleSet');

@ObjectType('RuleFact', { description: 'A fact that conditions may ask for.' })
export class RuleFactView {
  @Field(() => String, { description: 'Its name, as a condition gives it in `fact`.' })
  name!: string;

  @Field(() => FactTypeEnum, { description: 'What it is, if it is not null.' })
  type!: FactType;

  @Field(() => String, { description: 'What it says.' })
  description!: string;
}

@InputType('BusinessRuleInput', { description: 'A rule; its version is counted.' })
export class BusinessRuleInput {
  @Field(() => ID, {
    description: 'Unique among the rules of the capability: lower-case words, dots and hyphens.',
  })
  id!: string;

  @Field(() => [String], {
    defaultValue: [],
    description: 'The kinds of output that it judges; none for all.',
  })
  appliesTo!: string[];

  @Field(() => Json, {
    description:
      'Such as `{ "all": [{ "fact": "amount", "operator": "lessThanInclusive", "value": 1000 }] }`.',
  })
  conditions!: unknown;

  @Field(() => String, {
    nullable: true,
    description: 'A kind of rule of a plugin that has to hold as well.',
  })
  kind?: string | null;

  @Field(() => Json, { nullable: true, description: 'What a rule of that kind is told.' })
  params?: unknown;

  @Field(() => RuleEffectEnum, { description: 'What follows when it does not hold.' })
  onFail!: Rule['onFail'];

  @Field(() => Json, {
    nullable: true,
    description: 'For FIX: the fields that are replaced, with their values.',
  })
  fix?: unknown;

  @Field(() => String, { description: 'What people read when it does not hold.' })
  reason!: string;
}

@InputType('SaveRuleSetInput', { description: 'The rules of the next version of a set, all of them.' })
export class SaveRuleSetInput {
  @Field(() => ID, {
    description: 'The set; a new one is made if there is none. Lower-case words, dots and hyphens.',
  })
  ruleSetId!: string;

  @Field(() => String, { nullable: true, description: 'The name of a new set.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Of a new set: the capability whose outputs it judges; without one it is only asked by its id.',
  })
  capability?: string | null;

  @Field(() => [BusinessRuleInput], { description: 'At most 200.' })
  rules!: BusinessRuleInput[];

  @Field(() => String, { nullable: true, description: 'What it is about.' })
  note?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The newest version that you know; refused when there is a newer.',
  })
  basedOn?: number | null;
}

@InputType('SetRuleSetStateInput', { description: 'Where a version is to stand.' })
export class SetRuleSetStateInput {
  @Field(() => ID, { description: 'The set.' })
  ruleSetId!: string;

  @Field(() => Int, { description: 'The version.' })
  version!: number;

  @Field(() => RuleSetStateEnum, { description: 'The state; ACTIVE retires the version that was active.' })
  state!: VersionState;

  @Field(() => String, { nullable: true, description: 'Why.' })
  comment?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that you know to be active, 0 for none; refused when another is by now.',
  })
  replaces?: number | null;
}

@ObjectType('RuleSetPayload', { description: 'The set as it now stands.' })
export class RuleSetPayload {
  @Field(() => RuleSetView, { description: 'The set.' })
  ruleSet!: RuleSetView;

  @Field(() => RuleSetVersion, { description: 'The version that was saved or changed.' })
  version!: RuleSetVersion;
}
export const RuleSetResult = resultOf('RuleSetResult', RuleSetPayload);
