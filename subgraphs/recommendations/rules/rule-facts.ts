import type { Rule } from '#platform';

/** A fact that rules may ask for. */
export interface RuleFact {
  name: string;
  description: string;
}

/** Facts that every item of an output has. */
export const itemFacts: readonly RuleFact[] = [
  { name: 'kind', description: 'Of a proposal: what is recommended, such as APPROVE.' },
  { name: 'confidence', description: 'Of a proposal: how sure it is, from 0 to 1.' },
  { name: 'evidenceCount', description: 'Of a proposal: how many places it rests on.' },
  { name: 'action', description: 'Of a proposal: the operation that accepting it runs; null for none.' },
];

/** Facts that are read where a rule asks for one: of the document, what is like it, who billed it, and who acts. */
export const worldFacts: readonly RuleFact[] = [
  { name: 'document.kind', description: 'Its kind, such as invoice; null until it is known.' },
  { name: 'document.language', description: 'Its language, ISO 639-1; null when it cannot be told.' },
  { name: 'document.status', description: 'How far its processing is, such as PROCESSING or READY.' },
  { name: 'document.name', description: 'The name of its file.' },
  { name: 'document.mediaType', description: 'Its media type, such as application/pdf.' },
  { name: 'document.version', description: 'Its version, from 1.' },
  {
    name: 'fields.<name>',
    description: 'The value of a field; amounts are numbers, dates YYYY-MM-DD; null when it was not found.',
  },
  { name: 'fields.<name>.confidence', description: 'How sure that value is, from 0 to 1.' },
  { name: 'fields.count', description: 'How many fields were found.' },
  {
    name: 'fields.lowestConfidence',
    description: 'The confidence of the least sure field; null without any.',
  },
  { name: 'similar.count', description: 'How many documents belong to it or are like it.' },
  { name: 'similar.bestScore', description: 'How like the closest is, from 0 to 1.' },
  { name: 'similar.duplicates', description: 'How many of them are the same paper.' },
  { name: 'similar.versions', description: 'How many are another version of it.' },
  { name: 'similar.orders', description: 'How many are its order.' },
  { name: 'similar.approved', description: 'How many recommendations on them people accepted or approved.' },
  { name: 'similar.rejected', description: 'How many recommendations on them people rejected.' },
  { name: 'counterparty.name', description: 'Who billed or wrote it; null when it is not known.' },
  { name: 'counterparty.vat', description: "The counterparty's VAT id; null when it is not known." },
  { name: 'counterparty.documents', description: 'How many other documents of the counterparty there are.' },
  {
    name: 'counterparty.medianTotal',
    description: 'The median total of those in the same currency; null without any.',
  },
  {
    name: 'counterparty.totalRatio',
    description: 'This total divided by that median; null when one of them is not known.',
  },
  {
    name: 'counterparty.approved',
    description: 'How many recommendations on those people accepted or approved.',
  },
  { name: 'counterparty.rejected', description: 'How many recommendations on those people rejected.' },
  { name: 'actor.id', description: 'For whom it is made: user:…, key:…, plugin:… or system:….' },
  { name: 'actor.kind', description: 'What that is: user, key, plugin or system.' },
  { name: 'actor.roles', description: "The actor's roles, a list." },
  { name: 'actor.groups', description: "The ids of the actor's groups, a list." },
];

/** Facts of the proposals of the shipped plugin `advice`. */
const adviceFacts: readonly RuleFact[] = [
  { name: 'amount', description: 'What is at stake, without its sign.' },
  { name: 'grandTotal', description: 'APPROVE: the total; null when it is not known.' },
  { name: 'lowestConfidence', description: 'APPROVE: of the values that payment rests on, the least sure.' },
  { name: 'duplicates', description: 'APPROVE: how many duplicates are known.' },
  {
    name: 'amountDifferencePercent',
    description: 'MATCH_ORDER: how far the bill is from its order, in percent.',
  },
  { name: 'score', description: 'MATCH_ORDER, FLAG_DUPLICATE, SIMILAR: how like the other is, from 0 to 1.' },
  { name: 'anomalies', description: 'APPROVE, REVIEW: how many things about the bill are unusual.' },
  { name: 'anomalyKinds', description: 'APPROVE, REVIEW: which kinds, a list such as [AMOUNT, NEW_SELLER].' },
  { name: 'newSeller', description: 'APPROVE, REVIEW: whether nothing of the seller was known before.' },
  { name: 'newBankAccount', description: 'APPROVE, REVIEW: whether the seller asks to be paid elsewhere.' },
  { name: 'possibleDuplicates', description: 'APPROVE, REVIEW: how many others may be the same bill.' },
  { name: 'reasons', description: 'REVIEW: how many reasons there are to look.' },
];
export const shippedFacts: Readonly<Record<string, readonly RuleFact[]>> = {
  'advice.recommend': adviceFacts,
};

export const families = ['document', 'fields', 'similar', 'counterparty', 'actor'] as const;
export type Family = (typeof families)[number];

const fieldFact = /^fields\.[A-Za-z_][\w-]*(\.confidence)?$/;
const worldNames = new Set(worldFacts.map(({ name }) => name));

/** Whether it is a fact that is read where a rule asks for it. */
export const isWorldFact = (name: string): boolean => worldNames.has(name) || fieldFact.test(name);

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
    return !inConditions && familyOf(value) && isWorldFact(value) ? [{ name: value, place }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = Array.isArray(value) ? `${place}[${key}]` : `${place}.${key}`;
    return inConditions && key === 'fact' && typeof inner === 'string'
      ? [{ name: inner, place: at }]
      : walk(inner, at, inConditions);
  });
}
