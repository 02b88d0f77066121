import { z } from 'tributary/sdk';

export const audiences = ['GENERAL', 'EXPERT', 'EXECUTIVE', 'CUSTOMER'] as const;
/** For whom a summary is: it decides which sentences count more. */
export type Audience = (typeof audiences)[number];
export const audienceSchema = z.enum(audiences);

const some = 1.25;
const MONEY = /[€$£¥]\s?\d|\d\s?(?:€|\$|%|eur|usd|gbp|chf)(?![\p{L}])|(?:eur|usd|gbp|chf)\s?\d/iu;
const DECISION =
  /(?<!\p{L})(?:decid\p{L}*|decision\p{L}*|agree[ds]?|approv\p{L}*|risk\p{L}*|deadline\p{L}*|cost\p{L}*|budget\p{L}*|plan\p{L}*|entscheid\p{L}*|entschied\p{L}*|beschl(?:oss|uss)\p{L}*|genehmig\p{L}*|risik\p{L}*|frist\p{L}*|kosten|décid\p{L}*|décision\p{L}*|accord\p{L}*|risque\p{L}*|délai\p{L}*|coût\p{L}*|decid\p{L}*|acuerd\p{L}*|aprob\p{L}*|riesgo\p{L}*|plazo\p{L}*|coste\p{L}*)(?!\p{L})/iu;
const ADDRESS =
  /(?<!\p{L})(?:you|your|yours|sie|ihr|ihre[nmrs]?|vous|votre|vos|usted|ustedes|su|sus)(?!\p{L})/iu;
const DETAIL = /\d|\(|(?<!\p{L})\p{Lu}{2,}(?!\p{L})/u;

/**
 * How much more a sentence counts for those who read: decisions, money and dates for executives; figures, terms and
 * abbreviations for experts; what addresses the reader, without abbreviations, for customers. 1 for everybody else.
 */
export function emphasis(audience: Audience, sentence: string): number {
  if (audience === 'EXECUTIVE')
    return (DECISION.test(sentence) ? some : 1) * (MONEY.test(sentence) ? some : 1);
  if (audience === 'EXPERT') return DETAIL.test(sentence) ? some : 1;
  if (audience === 'CUSTOMER')
    return (ADDRESS.test(sentence) ? some : 1) / (/(?<!\p{L})\p{Lu}{3,}(?!\p{L})/u.test(sentence) ? some : 1);
  return 1;
}
