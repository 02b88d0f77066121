import { Engine, type TopLevelCondition } from 'json-rules-engine';
import { z } from 'tributary/sdk';
import { pathPattern, valueAt } from './expression.js';

/** The comparisons of rules, which are those of a workflow. */
const operators = [
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
] as const;

const place = {
  fact: z.string().regex(/^[a-z][A-Za-z]*$/, 'must name a part of the data, such as trigger or steps'),
  path: z.string().regex(pathPattern, 'must be a path such as $.lines[0].amount').optional(),
};
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const comparison = z.strictObject({
  ...place,
  operator: z.enum(operators),
  value: z.union([scalar, z.null(), z.array(scalar).max(1000), z.strictObject(place)]),
});
export type Comparison = z.output<typeof comparison>;
export type Condition =
  | Comparison
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** `all`, `any`, `not` around comparisons, as in a rule. */
export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    comparison,
    z.strictObject({ all: z.array(condition).max(100) }),
    z.strictObject({ any: z.array(condition).min(1).max(100) }),
    z.strictObject({ not: condition }),
  ]),
);

type Data = Readonly<Record<string, unknown>>;

/** The comparisons of a condition. */
export function comparisonsIn(given: Condition): Comparison[] {
  if ('all' in given) return given.all.flatMap(comparisonsIn);
  if ('any' in given) return given.any.flatMap(comparisonsIn);
  return 'not' in given ? comparisonsIn(given.not) : [given];
}

/** The condition with what its comparisons compare with in place of the data that say it. */
export function bound(given: Condition, data: Data): Condition {
  if ('all' in given) return { all: given.all.map((one) => bound(one, data)) };
  if ('any' in given) return { any: given.any.map((one) => bound(one, data)) };
  if ('not' in given) return { not: bound(given.not, data) };
  const { value } = given;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return given;
  const parsed = comparison.shape.value.safeParse(at(value as Place, data));
  return { ...given, value: parsed.success ? parsed.data : null };
}

/** Whether it holds of the data; what is missing is null. Judged by the engine of the rules. */
export async function holds(given: Condition, data: Data): Promise<boolean> {
  const engine = new Engine();
  let facts = 0;
  const named = (value: unknown) => {
    facts += 1;
    engine.addFact(`f${facts}`, value ?? null);
    return `f${facts}`;
  };
  const plain = (one: Condition): object => {
    if ('all' in one) return { all: one.all.map(plain) };
    if ('any' in one) return { any: one.any.map(plain) };
    if ('not' in one) return { not: plain(one.not) };
    const { value } = bound(one, data) as Comparison;
    return { fact: named(at(one, data)), operator: one.operator, value };
  };
  const conditions = { all: [plain(given)] } as unknown as TopLevelCondition;
  engine.addRule({ conditions, event: { type: 'holds' } });
  return (await engine.run()).results.length > 0;
}

interface Place {
  readonly fact: string;
  readonly path?: string | undefined;
}

function at({ fact, path }: Place, data: Data): unknown {
  const value = Object.hasOwn(data, fact) ? data[fact] : undefined;
  return path === undefined ? value : valueAt(value, path);
}
