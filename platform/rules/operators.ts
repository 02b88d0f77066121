import type { Engine } from 'json-rules-engine';

/** The comparisons that a rule may make, by the names of json-rules-engine. */
export const operators: ReadonlySet<string> = new Set([
  'equal',
  'notEqual',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
]);

type Ordered = number | string;
const orders: Readonly<Record<string, (fact: Ordered, value: Ordered) => boolean>> = {
  lessThan: (fact, value) => fact < value,
  lessThanInclusive: (fact, value) => fact <= value,
  greaterThan: (fact, value) => fact > value,
  greaterThanInclusive: (fact, value) => fact >= value,
};
const dateForm = /^\d{4}-\d{2}-\d{2}/;

/** Whether a value can stand in an order: a number, or a date as `YYYY-MM-DD`. */
export const isOrdered = (value: unknown): value is Ordered =>
  typeof value === 'number' || (typeof value === 'string' && dateForm.test(value));

/** What orders values or looks into lists, and what kind of value each is written with. */
export const isOrder = (operator: string): boolean => operator in orders;
export const asksInList = (operator: string): boolean => operator === 'in' || operator === 'notIn';
export const asksList = (operator: string): boolean =>
  operator === 'contains' || operator === 'doesNotContain';

/**
 * Replaces the operators of the library that take what is missing for something: where the other side of a comparison is
 * another fact and that is not known, null would be less than one, and looking into it would fail the whole judgement.
 */
export function addOperators(engine: Engine): void {
  for (const [name, compare] of Object.entries(orders)) {
    engine.addOperator<unknown, unknown>(name, (fact, value) => {
      const [own, other] = [orderedOf(fact), orderedOf(value)];
      return own !== null && other !== null && typeof own === typeof other && compare(own, other);
    });
  }
  engine.addOperator<unknown, unknown>('in', (fact, value) => Array.isArray(value) && value.includes(fact));
  engine.addOperator<unknown, unknown>(
    'notIn',
    (fact, value) => Array.isArray(value) && !value.includes(fact),
  );
}

/** A number that stands as a text is compared as one. */
function orderedOf(value: unknown): Ordered | null {
  if (isOrdered(value)) return value;
  const isText = typeof value === 'string' && value.trim() !== '';
  return isText && Number.isFinite(Number(value)) ? Number(value) : null;
}
