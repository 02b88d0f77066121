import type { SpanRecord } from '#platform';

type AttributeValue = string | number | boolean | string[];
export type Attributes = Record<string, AttributeValue>;

/** A span by the names of a convention. */
export interface DescribedSpan {
  name: string;
  kind: 'CLIENT' | 'INTERNAL' | 'SERVER';
  attributes: Attributes;
}

/** One kind of span by its record. */
export type Describe = (span: SpanRecord) => DescribedSpan;

/** The attributes that are known. */
export function known(attributes: Record<string, AttributeValue | null | undefined>): Attributes {
  const entries = Object.entries(attributes).filter(
    (entry): entry is [string, AttributeValue] => entry[1] !== undefined && entry[1] !== null,
  );
  return Object.fromEntries(entries);
}

/** A count that is told only where there is something to count. */
export const some = (count: number | undefined): number | undefined => (count === 0 ? undefined : count);
