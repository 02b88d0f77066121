import { z } from 'zod';

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,62}$/, 'must be 2 to 63 lower-case letters, digits and hyphens, a letter first');
const version = z
  .string()
  .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'must be a version such as 1.2.3 (semantic versioning)');
const range = z.string().min(1, 'must be a range of versions such as ^1.2.0');
const file = z
  .string()
  .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[^\\]+$/, 'must be a path inside the folder of the plugin');
const names = z.array(z.string().min(1)).default([]);

const contributes = z.strictObject({
  capabilities: names.describe('Ids of its capabilities, such as `summarization.summarize`.'),
  steps: z
    .array(z.strictObject({ step: z.string(), capability: z.string() }))
    .default([])
    .describe('Steps of ingestion that its capabilities fill: screen, classify, extract, relate, recommend.'),
  screens: names.describe('Ids of its screens; only plugins in the threads of the host have some.'),
  events: names.describe(
    'Domain events after which its capabilities and jobs run, such as `document.indexed`.',
  ),
  publishes: names.describe('Domain events that its code publishes, `<plugin>.<event>`.'),
  prompts: names.describe('Names of its prompt files, `prompts/<name>.md`.'),
  fields: names.describe(
    'Coordinates of the fields that it adds to the graph, such as `Query.search` or `Document.summary`.',
  ),
  jobs: names.describe('Names of its jobs, `<plugin>.<job>`.'),
  works: names.describe('Names of its kinds of long work, `<plugin>.<work>`.'),
  evaluators: names.describe('Ids of its evaluators, `<plugin>.<evaluator>`.'),
  rules: names.describe('Kinds of rule that it brings, `<plugin>.<kind>`; rule sets name them.'),
  services: names.describe('Services that it provides to other plugins, `<plugin>.<service>`.'),
  tools: names.describe('Names of operations in `operations/*.graphql` that are tools of MCP.'),
  panel: z
    .strictObject({
      title: z.string().min(1).describe('What the console calls the panel.'),
      entry: file.describe('The file that the console opens, relative to `plugin.json`.'),
    })
    .nullable()
    .default(null)
    .describe('A panel for the console.'),
});

/**
 * `plugin.json`: data, checked before any code of the plugin runs. `schema/plugin.schema.json` is made from it; name
 * that file in `$schema` and an editor completes and checks the manifest.
 */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional().describe('Where the schema of this file lies; for editors.'),
  id: id.describe(
    'Unique in the system; the name of the plugin’s folder, and the first part of what it names.',
  ),
  version: version.describe('The version of the plugin (semantic versioning).'),
  sdk: range.describe('The versions of `tributary/sdk` that it works with, such as `^0.1.0` (npm ranges).'),
  title: z.string().min(1).describe('What people call it.'),
  description: z.string().min(1).describe('What it does, in a sentence or two.'),
  permissions: z
    .array(z.string())
    .describe(
      'The services that its code may name in `needs`: those of the SDK, and `<plugin>.<service>` of the plugins it depends on.',
    ),
  contributes: contributes.describe('What it brings; its code must bring exactly this.'),
  settings: z
    .record(z.string(), z.unknown())
    .nullable()
    .default(null)
    .describe(
      'A JSON Schema of type `object` for its settings, one set a tenant. `"secret": true` beside `"type": "string"` has a value stored encrypted. Give what is not required a `default`.',
    ),
  budget: z
    .strictObject({
      monthlyUsd: z
        .number()
        .min(0)
        .max(1_000_000)
        .optional()
        .describe('Dollars a month and tenant for its models.'),
      maxOutputTokens: z
        .int()
        .positive()
        .optional()
        .describe('Output tokens that one model call may bill, for a capability that does not say.'),
    })
    .nullable()
    .default(null)
    .describe('What its models may cost, where the operator sets nothing.'),
  dependencies: z
    .record(id, range)
    .default({})
    .describe(
      'Other plugins that must be enabled, with the versions it works with: `{ "notify": "^1.0.0" }`.',
    ),
  remote: z
    .strictObject({
      url: z
        .url({ protocol: /^https?$/, error: 'must be an http or https address' })
        .describe('The GraphQL endpoint of its subgraph; subscriptions by graphql-ws at the same address.'),
    })
    .nullable()
    .default(null)
    .describe('For a plugin that runs elsewhere, in any language.'),
});
/** A checked manifest: every key is there. */
export type Manifest = z.output<typeof manifestSchema>;
/** What may be written in `plugin.json`: keys with a default may be left out. */
export type ManifestInput = z.input<typeof manifestSchema>;
