import { z } from 'tributary/sdk';

/** The alias of the embedding model. */
export const embedAlias = 'embed';

const name = z.string().min(1);

const candidate = z.preprocess(
  (value) => (typeof value === 'string' ? { target: value } : value),
  z.strictObject({
    target: name,
    /** Those with weights share the load; the others of a list are asked when these fail. */
    weight: z.number().positive().max(1_000_000).optional(),
  }),
);
const candidates = z.array(candidate).min(1);

const route = z.strictObject({
  when: z
    .strictObject({
      tenants: z.array(name).min(1).optional(),
      capabilities: z.array(name).min(1).optional(),
      inputTokensOver: z.int().nonnegative().optional(),
    })
    .refine((when) => Object.keys(when).length > 0, 'name tenants, capabilities or inputTokensOver'),
  targets: candidates,
});

/** What stands behind an alias. */
export const aliasForm = z.strictObject({
  targets: candidates,
  /** Asked before `targets` where their conditions hold; the first that fits counts. */
  routes: z.array(route).default([]),
  /** Whom to ask next, by the class of an error. */
  fallback: z
    .strictObject({
      outage: z.array(name).default([]),
      contextWindow: z.array(name).optional(),
      contentPolicy: z.array(name).default([]),
    })
    .prefault({}),
  /** What becomes of an answer that breaks off after its first part. */
  onBreak: z.enum(['fail', 'continue']).default('fail'),
  /** Whom to ask when the budget does not allow the others. */
  downgrade: z.array(name).default([]),
});

export type Candidate = z.output<typeof candidate>;
export type AliasSettings = z.output<typeof aliasForm>;

/** Every target that an alias names, with the place where it does. */
export function namedTargets(alias: AliasSettings): { path: string; target: string }[] {
  const places = (path: string, list: readonly (string | Candidate)[] = []) =>
    list.map((one, at) => ({
      path: `${path}.${at}`,
      target: typeof one === 'string' ? one : one.target,
    }));
  return [
    ...places('targets', alias.targets),
    ...alias.routes.flatMap((one, at) => places(`routes.${at}.targets`, one.targets)),
    ...places('fallback.outage', alias.fallback.outage),
    ...places('fallback.contextWindow', alias.fallback.contextWindow),
    ...places('fallback.contentPolicy', alias.fallback.contentPolicy),
    ...places('downgrade', alias.downgrade),
  ];
}
