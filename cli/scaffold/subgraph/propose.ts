import { access, writeFile } from 'node:fs/promises';
import { AppError, everyone, type RequestContext, z } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Config } from '#platform/config';
import { type ModelCaller, openModels } from '#platform/models';
import { Metrics, noSpans } from '#platform/telemetry';
import { modelOf } from './read-source.js';

const proposalMs = 180_000;
const maxOutputTokens = 4000;

const prompt = `Propose a JSON Schema (draft 2020-12) for the business entity that is described below. It becomes a table and a
GraphQL type, so keep to what they can hold.

- The root is an object with "title" (the singular, in PascalCase), "description", "properties" and "required".
- Every property has a "description" of one sentence. Names are in camelCase.
- Types: string, integer, number, boolean, array, object. Give strings "maxLength", lists "maxItems", numbers "minimum" or
  "maximum" where they follow from the description.
- Formats of strings: date, date-time, uuid, email, uri, decimal. A choice is a string with "enum".
- Money is an object with exactly "amount" (a string with the format decimal) and "currency" (a string).
- Nested objects are allowed, three levels deep at most, and "$ref" to "#/$defs/Name". A string with a "pattern" needs
  "examples" that match it.
- Not allowed: anyOf, oneOf, allOf, not, if, patternProperties, prefixItems, remote references.
- Do not use the property names id, version, groups, access, tenantId, createdAt, createdBy, updatedAt, idempotencyKey:
  the system adds them.

The plural name of the entity: {{name}}
The description:
{{description}}`;

export interface Proposal {
  /** Of the subgraph to be. */
  name: string;
  description: string;
  /** Of the model; `chat` by default. */
  alias: string | null;
  /** Where the schema is written. */
  path: string;
}

/**
 * Has the configured model propose a schema, checks it as `--from` would, and writes it to `path` for a person to review.
 * @throws AppError `MODELS_NOT_CONFIGURED`, `MODEL_FAILED`, `OUTPUT_SCHEMA`, `CONFLICT` when the file is there
 */
export async function proposeSchema(
  config: Pick<Config, 'models'>,
  { name, description, alias, path }: Proposal,
): Promise<void> {
  const models = await openModels(config, new Metrics());
  if (!models) throw new AppError('MODELS_NOT_CONFIGURED');
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere)
    throw new AppError('CONFLICT', { reason: `${path} is there; move it or name another with --out` });
  const asked = {
    prompt: 'subgraph-schema',
    variables: { name, description },
    ...(alias === null ? {} : { alias }),
  };
  const schema = await models
    .serve(operator())
    .complete({ ...asked, schema: usableSchema(name) })
    .finally(() => models.close());
  await writeFile(path, `${JSON.stringify(schema, null, 2)}\n`, { flag: 'wx' });
}

/** Any JSON object that the generator can use: its complaints go back to the model for the one repair. */
function usableSchema(name: string) {
  return z
    .looseObject({
      title: z.string(),
      type: z.literal('object'),
      properties: z.record(z.string(), z.unknown()),
    })
    .superRefine((schema, check) => {
      try {
        modelOf(JSON.stringify(schema), 'json', { name });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        check.addIssue({ code: 'custom', message: error.message });
      }
    });
}

/** Who asks: the operator at the command line, for no tenant and on no budget. */
function operator(): ModelCaller {
  const context: RequestContext = {
    tenant: newId(),
    actor: 'system:operator',
    roles: ['admin'],
    scopes: ['*'],
    groups: [],
    rights: { mode: 'any', principals: [everyone] },
    requestId: newId(),
    traceparent: '',
    deadline: Date.now() + proposalMs,
    generation: null,
  };
  return {
    context,
    capability: 'subgraph-schema',
    plugin: 'tributary',
    signal: AbortSignal.timeout(proposalMs),
    maxOutputTokens,
    span: noSpans,
    allowBuiltIn: false,
    reserve: async () => undefined,
    used: async () => undefined,
    price: async () => null,
    prompt: async (asked) => ({
      id: 'subgraph-schema',
      prompt: asked,
      version: 1,
      text: prompt,
      settings: {},
    }),
  };
}
