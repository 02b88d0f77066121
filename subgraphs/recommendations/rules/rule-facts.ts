import type { Rule } from '#platform';

/** What a fact is: `ANY` where that depends on the document, or on who gives it. Each of them may be null. */
export type FactType = 'NUMBER' | 'TEXT' | 'BOOLEAN' | 'LIST' | 'ANY';

/** A fact that rules may ask for. */
export interface RuleFact {
  name: string;
  type: FactType;
  description: string;
}

/** Facts that every item of an output has. */
export const itemFacts: readonly RuleFact[] = [
  { name: 'kind', type: 'TEXT', description: 'Of a proposal: what is recommended, such as APPROVE.' },
  { name: 'confidence', type: 'NUMBER', description: 'Of a proposal: how sure it is, from 0 to 1.' },
  { name: 'evidenceCount', type: 'NUMBER', description: 'Of a proposal: how many places it rests on.' },
  {
    name: 'action',
    type: 'TEXT',
    description: 'Of a proposal: the operation that accepting it runs; null for none.',
  },
];

/** Facts that are read where a rule asks for one: of the document, what is like it, who billed it, and who acts. */
export const worldFacts: readonly RuleFact[] = [
  { name: 'document.kind', type: 'TEXT', description: 'Its kind, such as invoice; null until it is known.' },
  {
    name: 'document.language',
    type: 'TEXT',
    description: 'Its language, ISO 639-1; null when it cannot be told.',
  },
  {
    name: 'document.status',
    type: 'TEXT',
    description: 'How far its processing is, such as PROCESSING or READY.',
  },
  { name: 'document.name', type: 'TEXT', description: 'The name of its file.' },
  { name: 'document.mediaType', type: 'TEXT', description: 'Its media type, such as application/pdf.' },
  { name: 'document.version', type: 'NUMBER', description: 'Its version, from 1.' },
  {
    name: 'fields.<name>',
    type: 'ANY',
    description: 'The value of a field; amounts are numbers, dates YYYY-MM-DD; null when it was not found.',
  },
  { name: 'fields.<name>.confidence', type: 'NUMBER', description: 'How sure that value is, from 0 to 1.' },
  { name: 'fields.count', type: 'NUMBER', description: 'How many fields were found.' },
  {
    name: 'fields.lowestConfidence',
    type: 'NUMBER',
    description: 'The confidence of the least sure field; null without any.',
  },
  { name: 'similar.count', type: 'NUMBER', description: 'How many documents belong to it or are like it.' },
  { name: 'similar.bestScore', type: 'NUMBER', description: 'How like the closest is, from 0 to 1.' },
  { name: 'similar.duplicates', type: 'NUMBER', description: 'How many of them are the same paper.' },
  { name: 'similar.versions', type: 'NUMBER', description: 'How many are another version of it.' },
  { name: 'similar.orders', type: 'NUMBER', description: 'How many are its order.' },
  {
    name: 'similar.approved',
    type: 'NUMBER',
    description: 'How many recommendations on them people accepted or approved.',
  },
  {
    name: 'similar.rejected',
    type: 'NUMBER',
    description: 'How many recommendations on them people rejected.',
  },
  {
    name: 'counterparty.name',
    type: 'TEXT',
    description: 'Who billed or wrote it; null when it is not known.',
  },
  {
    name: 'counterparty.vat',
    type: 'TEXT',
    description: "The counterparty's VAT id; null when it is not known.",
  },
  {
    name: 'counterparty.documents',
    type: 'NUMBER',
    description: 'How many other documents of the counterparty there are.',
  },
  {
    name: 'counterparty.medianTotal',
    type: 'NUMBER',
    description: 'The median total of those in the same currency; null without any.',
  },
  {
    name: 'counterparty.totalRatio',
    type: 'NUMBER',
    description: 'This total divided by that median; null when one of them is not known.',
  },
  {
    name: 'counterparty.approved',
    type: 'NUMBER',
    description: 'How many recommendations on those people accepted or approved.',
  },
  {
    name: 'counterparty.rejected',
    type: 'NUMBER',
    description: 'How many recommendations on those people rejected.',
  },
  {
    name: 'actor.id',
    type: 'TEXT',
    description: 'For whom it is made: user:…, key:…, plugin:… or system:….',
  },
  { name: 'actor.kind', type: 'TEXT', description: 'What that is: user, key, plugin or system.' },
  { name: 'actor.roles', type: 'LIST', description: "The actor's roles, a list." },
  { name: 'actor.groups', type: 'LIST', description: "The ids of the actor's groups, a list." },
];

/** Facts of the proposals of the shipped plugin `advice`. */
const adviceFacts: readonly RuleFact[] = [
  { name: 'amount', type: 'NUMBER', description: 'What is at stake, without its sign.' },
  { name: 'grandTotal', type: 'NUMBER', description: 'APPROVE: the total; null when it is not known.' },
  {
    name: 'lowestConfidence',
    type: 'NUMBER',
    description: 'APPROVE: of the values that payment rests on, the least sure.',
  },
  { name: 'duplicates', type: 'NUMBER', description: 'APPROVE: how many duplicates are known.' },
  {
    name: 'amountDifferencePercent',
    type: 'NUMBER',
    description: 'MATCH_ORDER: how far the bill is from its order, in percent.',
  },
  {
    name: 'differencePercent',
    type: 'NUMBER',
    description: 'MATCH_ORDER: the same, below zero when less is billed.',
  },
  { name: 'difference', type: 'NUMBER', description: 'MATCH_ORDER: the bill less its order.' },
  {
    name: 'withinTolerance',
    type: 'BOOLEAN',
    description: 'MATCH_ORDER: whether the sum is within the tolerance.',
  },
  {
    name: 'billedInAllPercent',
    type: 'NUMBER',
    description: 'MATCH_ORDER: all bills of the order, in percent of it; null when it is not known.',
  },
  { name: 'sameSeller', type: 'BOOLEAN', description: 'MATCH_ORDER: whether both name the same seller.' },
  { name: 'linesCompared', type: 'NUMBER', description: 'MATCH_ORDER: how many lines were compared.' },
  {
    name: 'linesOver',
    type: 'NUMBER',
    description: 'MATCH_ORDER: how many lines bill more than was ordered.',
  },
  { name: 'linesUnder', type: 'NUMBER', description: 'MATCH_ORDER: how many bill less.' },
  { name: 'linesExtra', type: 'NUMBER', description: 'MATCH_ORDER: how many bill what was not ordered.' },
  {
    name: 'linesMissing',
    type: 'NUMBER',
    description: 'MATCH_ORDER: how many lines of the order are not billed.',
  },
  {
    name: 'score',
    type: 'NUMBER',
    description: 'MATCH_ORDER, FLAG_DUPLICATE, SIMILAR: how like the other is, from 0 to 1.',
  },
  {
    name: 'anomalies',
    type: 'NUMBER',
    description: 'APPROVE, REVIEW: how many things about the bill are unusual.',
  },
  {
    name: 'anomalyKinds',
    type: 'LIST',
    description: 'APPROVE, REVIEW: which kinds, a list such as [AMOUNT, NEW_SELLER].',
  },
  {
    name: 'newSeller',
    type: 'BOOLEAN',
    description: 'APPROVE, REVIEW: whether nothing of the seller was known before.',
  },
  {
    name: 'newBankAccount',
    type: 'BOOLEAN',
    description: 'APPROVE, REVIEW: whether the seller asks to be paid elsewhere.',
  },
  {
    name: 'possibleDuplicates',
    type: 'NUMBER',
    description: 'APPROVE, REVIEW: how many others may be the same bill.',
  },
  { name: 'reasons', type: 'NUMBER', description: 'REVIEW: how many reasons there are to look.' },
];
export const shippedFacts: Readonly<Record<string, readonly RuleFact[]>> = {
  'advice.recommend': adviceFacts,
};

export const families = ['document', 'fields', 'similar', 'counterparty', 'actor'] as const;
export type Family = (typeof families)[number];

const fieldFact = /^fields\.[A-Za-z_][\w-]*(\.confidence)?$/;
const amountField = /(^|_)(total|amount|price|tax|net|gross|rate|quantity)(_|$)/;
const worldTypes = new Map(worldFacts.map(({ name, type }) => [name, type]));

/** Whether a field holds an amount, which is compared as a number. */
export const isAmountField = (field: string): boolean => amountField.test(field);

/** The type of a fact that is read where a rule asks for it; null for one that there is not. */
export function worldTypeOf(name: string): FactType | null {
  const known = worldTypes.get(name);
  if (known) return known;
  if (!fieldFact.test(name)) return null;
  return name.endsWith('.confidence') || isAmountField(name.slice('fields.'.length)) ? 'NUMBER' : 'ANY';
}

/** The part of the world that a fact belongs to; null for one of the item itself. */
export function familyOf(name: string): Family | null {
  const [family] = name.split('.', 1);
  return families.find((one) => one === family && name.includes('.')) ?? null;
}

/** The facts that a rule names, each with its place in the rule. */
export function factsIn(rule: Pick<Rule, 'conditions' | 'params'>): { name: string; place: string }[] {
  return [...walk(rule.conditions, 'conditions', true), ...walk(rule.params ?? {}, 'params', false)];
}

/** In conditions the key `fact` names one; parameters of a kind of rule may name one of the world anywhere. */
function walk(value: unknown, place: string, inConditions: boolean): { name: string; place: string }[] {
  if (typeof value === 'string')
    return !inConditions && familyOf(value) && worldTypeOf(value) ? [{ name: value, place }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = Array.isArray(value) ? `${place}[${key}]` : `${place}.${key}`;
    return inConditions && key === 'fact' && typeof inner === 'string'
      ? [{ name: inner, place: at }]
      : walk(inner, at, inConditions);
  });
}
