import { z } from 'tributary/sdk';

/** A rule of a tenant: what the findings of a family lead to in one place. */
const tenantRule = z.object({
  place: z.enum(['DOCUMENT', 'HIDDEN_TEXT', 'INPUT', 'OUTPUT']),
  family: z.string().regex(/^(?:\*|[a-z][a-z-]*(?:\.[a-z0-9-]+)*)$/u),
  least: z.enum(['INFO', 'LOW', 'MEDIUM', 'HIGH']).default('INFO'),
  verdict: z.enum(['ALLOW', 'MODIFY', 'REVIEW', 'REFUSE']),
});
export type TenantRule = z.output<typeof tenantRule>;

const handling = z.enum(['ALLOW', 'MASK', 'REFUSE']).default('ALLOW');

/** What a tenant can set, as the manifest declares it. */
export const guardSettings = z.object({
  rules: z.array(tenantRule).max(100).default([]),
  links: z
    .array(z.string().regex(/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/iu))
    .max(200)
    .default([]),
  personalData: z
    .object({
      input: handling,
      output: handling,
      model: z.enum(['AS_IS', 'PSEUDONYMISE']).default('AS_IS'),
    })
    .prefault({}),
});
export type GuardSettings = z.output<typeof guardSettings>;
