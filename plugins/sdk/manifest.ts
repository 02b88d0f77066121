import { z } from 'zod';

const id = z.string().regex(/^[a-z][a-z0-9-]{1,62}$/, 'lower-case letters, digits and hyphens');
const version = z.string().regex(/^\d+\.\d+\.\d+$/, 'a version such as 1.2.3');

/** `plugin.json`: data, checked before any code of the plugin runs. */
export const manifestSchema = z.strictObject({
  id,
  version,
  /** The SDK range that the plugin was made for. */
  sdk: z.string(),
  title: z.string().min(1),
  description: z.string().min(1),
  /** Services that the plugin's capabilities and resolvers may name in `needs`. */
  permissions: z.array(z.string()),
  contributes: z.strictObject({
    capabilities: z.array(z.string()).default([]),
    steps: z.array(z.strictObject({ step: z.string(), capability: z.string() })).default([]),
    screens: z.array(z.string()).default([]),
    events: z.array(z.string()).default([]),
    prompts: z.array(z.string()).default([]),
    /** Coordinates such as `Query.search` or `Document.summary`. */
    fields: z.array(z.string()).default([]),
  }),
});
export type Manifest = z.output<typeof manifestSchema>;
export type ManifestInput = z.input<typeof manifestSchema>;
