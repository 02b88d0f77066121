import { asksInList, asksList, isOrder } from '#platform/rules';
import type { FactType } from './rule-facts.js';

/** What is wrong with a comparison, and where. */
export interface Misfit {
  place: string;
  reason: string;
}
interface Comparison {
  fact: string;
  path?: string;
  operator: string;
  value: unknown;
}
type TypeOf = (fact: string) => FactType;

const words: Readonly<Record<FactType, string>> = {
  NUMBER: 'a number',
  TEXT: 'a text',
  BOOLEAN: 'true or false',
  LIST: 'a list',
  ANY: 'anything',
};

/** Comparisons that can never hold, or never fail, as their fact is of another type; conditions are of the right form. */
export function misfitsOf(conditions: unknown, typeOf: TypeOf): Misfit[] {
  return comparisonsIn(conditions, 'conditions').flatMap(({ place, comparison }) => {
    const misfit = misfitOf(comparison, typeOf);
    return misfit ? [{ place: `${place}.${misfit.place}`, reason: misfit.reason }] : [];
  });
}

function misfitOf(comparison: Comparison, typeOf: TypeOf): Misfit | null {
  const { fact, path } = comparison;
  const own = typeOf(fact);
  if (path === undefined) return own === 'ANY' ? null : unlike(comparison, own, typeOf);
  const leads = own === 'ANY' || (own === 'LIST' && path.startsWith('$['));
  if (leads) return null;
  const mend = own === 'LIST' ? 'begin with a place in it, such as $[0]' : 'leave it out';
  return { place: 'path', reason: `${path} leads nowhere, as ${fact} is ${words[own]}; ${mend}` };
}

function unlike({ fact, operator, value }: Comparison, own: FactType, typeOf: TypeOf): Misfit | null {
  const fits = operatorsOf(own);
  // Whether it is known at all can be asked of every fact.
  const isPresence = value === null && (operator === 'equal' || operator === 'notEqual');
  if (isPresence) return null;
  const isDate = own === 'TEXT' && isOrder(operator) && typeof value === 'string';
  if (!isDate && !fits(operator))
    return {
      place: 'operator',
      reason: `${operator} does not fit ${fact}, which is ${words[own]}; ${mends[own]}`,
    };
  const asked = asksList(operator) ? 'ANY' : own;
  const [given, named] = typesOf(value, typeOf, asksInList(operator));
  const wrong = given.find((type) => asked !== 'ANY' && type !== 'ANY' && type !== asked);
  return wrong
    ? {
        place: 'value',
        reason: `${fact} is ${words[own]}, and ${named} is ${words[wrong]}; give ${words[own]}`,
      }
    : null;
}

const mends: Readonly<Record<FactType, string>> = {
  NUMBER: 'use equal, notEqual, lessThan, greaterThan and their inclusive forms, in or notIn',
  TEXT: 'use equal, notEqual, in or notIn',
  BOOLEAN: 'use equal or notEqual',
  LIST: 'use contains or doesNotContain',
  ANY: '',
};

function operatorsOf(type: FactType): (operator: string) => boolean {
  if (type === 'LIST') return asksList;
  if (type === 'NUMBER') return (operator) => !asksList(operator);
  if (type === 'TEXT') return (operator) => !asksList(operator) && !isOrder(operator);
  return (operator) => operator === 'equal' || operator === 'notEqual';
}

/** The types of what a fact is compared with, and how it is named. */
function typesOf(value: unknown, typeOf: TypeOf, inList: boolean): [FactType[], string] {
  if (Array.isArray(value)) return [value.map(typeOfValue), 'a value of the list'];
  if (typeof value === 'object' && value !== null && 'fact' in value) {
    const other = String(value.fact);
    const type = typeOf(other);
    // What is in the list of another fact is not known.
    if (inList && type === 'LIST') return [[], other];
    return [[type], other];
  }
  return [[typeOfValue(value)], JSON.stringify(value)];
}

function typeOfValue(value: unknown): FactType {
  if (typeof value === 'number') return 'NUMBER';
  if (typeof value === 'string') return 'TEXT';
  return typeof value === 'boolean' ? 'BOOLEAN' : 'ANY';
}

function comparisonsIn(value: unknown, place: string): { place: string; comparison: Comparison }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('fact' in value && 'operator' in value) return [{ place, comparison: value as Comparison }];
  return Object.entries(value).flatMap(([key, inner]) =>
    comparisonsIn(inner, Array.isArray(value) ? `${place}[${key}]` : `${place}.${key}`),
  );
}
