import { z } from 'tributary/sdk';
import { asksInList, asksList, isOrder, isOrdered, operators } from './operators.js';

/** A plain comparison of one fact; `path` is a JSON path into it, such as `$.amount`. */
const comparison = z
  .strictObject({
    fact: z.string().min(1).max(200),
    path: z
      .string()
      .regex(/^\$(\.[A-Za-z_]\w*|\[\d+\])+$/, 'a path such as $.lines[0].amount')
      .optional(),
    operator: z.string().refine((name) => operators.has(name), {
      message: `is not an operator; there are ${[...operators].join(', ')}`,
    }),
    // A number, a word, a list of these, or another fact.
    value: z.union([
      z.string(),
      z.number(),
      z.boolean(),
      z.null(),
      z.array(z.union([z.string(), z.number(), z.boolean()])).max(1000),
      z.strictObject({ fact: z.string().min(1).max(200) }),
    ]),
  })
  .superRefine(({ operator, value }, context) => {
    const message = misfitOf(operator, value);
    if (message) context.addIssue({ code: 'custom', path: ['value'], message });
  });

/** Why a comparison with this value could never hold, or never fail; null when it fits. */
function misfitOf(operator: string, value: unknown): string | null {
  const isList = Array.isArray(value);
  if (typeof value === 'object' && value !== null && !isList) return null;
  if (asksInList(operator)) return isList ? null : `${operator} takes a list, such as ["EUR", "USD"]`;
  if (isList) return `${operator} takes one value; in and notIn take a list`;
  if (asksList(operator)) return value === null ? `${operator} takes one value that is in the list` : null;
  if (!isOrder(operator) || isOrdered(value)) return null;
  return `${operator} takes a number, or a date as "2026-01-31"`;
}

const maximumDepth = 8;

const condition = (depth: number): z.ZodType => {
  if (depth === 0) return comparison;
  const inner = condition(depth - 1);
  return z.union([
    comparison,
    z.strictObject({ all: z.array(inner).max(100) }),
    z.strictObject({ any: z.array(inner).min(1).max(100) }),
    z.strictObject({ not: inner }),
  ]);
};

/** The conditions of a rule: `all`, `any`, `not` around comparisons. */
export const conditionsSchema = condition(maximumDepth).refine(
  (value) => typeof value === 'object' && value !== null && !('fact' in value),
  { message: 'must begin with all, any or not' },
);
