import type { SearchOrder } from 'tributary/sdk';
import { UPLOADED } from './facts.js';
import { dayOf, isNumber } from './filter.js';
import type { IndexFile } from './index-file.js';

/** Some documents by a date or an amount; what has none comes last, what is equal by number, so that pages are stable. */
export function byDate(file: IndexFile, documents: readonly number[], order: SearchOrder): number[] {
  const column = file.facts.column(order.field ?? UPLOADED);
  const keys = column?.values.map(keyOf) ?? [];
  const sign = order.ascending === true ? 1 : -1;
  const keyed = documents.map((document) => ({
    document,
    key: keys[column?.codes[document] ?? 0] ?? Number.NaN,
  }));
  return keyed
    .sort((left, right) => {
      const [none, other] = [Number.isNaN(left.key), Number.isNaN(right.key)];
      if (none || other) return Number(none) - Number(other) || left.document - right.document;
      return sign * (left.key - right.key) || sign * (left.document - right.document);
    })
    .map(({ document }) => document);
}

function keyOf(value: string): number {
  if (isNumber(value)) return Number(value);
  return dayOf(value) === null ? Number.NaN : Date.parse(value);
}
