import { z } from 'tributary/sdk';

const line = z.object({
  name: z.string(),
  quantity: z.number().nullable(),
  price: z.number().nullable(),
  total: z.number(),
});
const place = z.object({
  documentId: z.uuid(),
  versionId: z.uuid(),
  page: z.int().nullable(),
  start: z.int().nullable(),
  end: z.int().nullable(),
  quote: z.string().nullable(),
  score: z.number().nullable(),
});

const headVerdicts = ['WITHIN', 'OVER', 'UNDER', 'UNKNOWN'] as const;
const lineVerdicts = ['WITHIN', 'OVER', 'UNDER', 'MISSING', 'EXTRA'] as const;

/** A line of the order, of the bill, or both. */
export const matchedLine = z.object({
  verdict: z.enum(lineVerdicts),
  /** In words. */
  reason: z.string(),
  billed: line.nullable(),
  ordered: line.nullable(),
  /** How sure it is that they are the same article, 0 to 1. */
  score: z.number().nullable(),
  /** Billed less ordered; null when one is not known. */
  quantityDifference: z.number().nullable(),
  priceDifference: z.number().nullable(),
  amountDifference: z.number(),
  amountDifferencePercent: z.number().nullable(),
});

/** An invoice held against its order. Amounts are numbers with two decimals, differences billed less ordered. */
export const orderMatch = z.object({
  invoiceId: z.uuid(),
  orderId: z.uuid(),
  orderNumber: z.string().nullable(),
  verdict: z.enum(headVerdicts),
  reason: z.string(),
  /** Null where one of them does not say. */
  sameNumber: z.boolean().nullable(),
  sameSeller: z.boolean().nullable(),
  sameCurrency: z.boolean().nullable(),
  /** What was compared: the sums before tax, those with it, or those of the lines. */
  basis: z.enum(['NET', 'TOTAL', 'LINES']).nullable(),
  currency: z.string().nullable(),
  billed: z.number().nullable(),
  ordered: z.number().nullable(),
  difference: z.number().nullable(),
  differencePercent: z.number().nullable(),
  /** Other bills of the same order, and what they and this one bill together. */
  otherBills: z.array(z.uuid()),
  billedInAll: z.number().nullable(),
  tolerance: z.object({ percent: z.number(), amount: z.number(), quantityPercent: z.number() }),
  lines: z.array(matchedLine),
  evidence: z.array(place),
});
export type OrderMatch = z.output<typeof orderMatch>;
export type MatchedLine = z.output<typeof matchedLine>;
