import { type SearchFilter, type SearchOrder, z } from 'tributary/sdk';
import { searchFilter } from '../filter-schema.js';

const intents = ['KIND', 'AMOUNT', 'DATE', 'PAYMENT', 'LANGUAGE', 'STATUS', 'ORDER', 'EXCLUSION'] as const;

/** A part of a query; places are code points. */
const intentPart = z.strictObject({
  start: z.int().nonnegative().nullable(),
  end: z.int().nonnegative().nullable(),
  text: z.string(),
  intent: z.enum(intents),
  reading: z.string(),
  confidence: z.number().min(0).max(1),
  filter: searchFilter.nullable(),
  problem: z.string().nullable(),
});
export interface IntentPart extends Omit<z.infer<typeof intentPart>, 'filter'> {
  filter: SearchFilter | null;
}

/** By relevance, or by a date or amount. */
const searchOrder = z.strictObject({
  by: z.enum(['relevance', 'date']),
  field: z.string().max(63).optional(),
  ascending: z.boolean().optional(),
});

/** A query read as plain language. */
export const searchReading = z.strictObject({
  text: z.string(),
  filter: searchFilter,
  order: searchOrder.nullable(),
  parts: z.array(intentPart),
});
export interface SearchReading {
  text: string;
  filter: SearchFilter;
  order: SearchOrder | null;
  parts: IntentPart[];
}
