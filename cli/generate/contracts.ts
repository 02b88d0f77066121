import { catalogue, eventSchemas, manifestSchema, z } from 'tributary/sdk';
import { configurationPage } from '#platform/config';
import { definitionSchema } from '../../plugins/automation/definition/definition.js';
import { aiDepartures, aiFieldsPage } from './ai-fields.js';
import type { Contract } from './contract.js';
import { departures } from './conventions.js';
import { graphContracts } from './graph-contracts.js';
import { operationContracts } from './operation-contracts.js';
import { sdkSurface } from './sdk-surface.js';

export interface Contracts {
  readonly files: readonly Contract[];
  /** Where the public graph departs from its conventions. */
  readonly departures: readonly string[];
}

/**
 * Every committed contract as the sources make it now.
 * @throws AppError `COMPOSITION_FAILED`
 */
export async function makeContracts(): Promise<Contracts> {
  const [graph, sdk] = await Promise.all([graphContracts(), sdkSurface()]);
  const files = [
    ...graph.contracts,
    ...(await operationContracts(graph.api)),
    { path: 'schema/events.json', text: json(eventContracts()) },
    { path: 'schema/errors.json', text: json(catalogue) },
    { path: 'schema/plugin.schema.json', text: json(manifestContract()) },
    { path: 'schema/workflow.schema.json', text: json(workflowContract()) },
    { path: 'schema/sdk.d.ts', text: sdk },
    { path: 'docs/configuration.md', text: configurationPage() },
    { path: 'docs/ai-fields.md', text: aiFieldsPage(graph.ai.shipped) },
  ];
  return {
    files: files.map(({ path, text }) => ({ path, text: `${text.trim()}\n` })),
    departures: [...departures(graph.api), ...aiDepartures(graph.ai.all)],
  };
}

function eventContracts(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(eventSchemas).map(([name, schema]) => [name, z.toJSONSchema(schema)]),
  );
}

/** What may be written in a `plugin.json`, for editors. */
function manifestContract(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(manifestSchema, { io: 'input' });
  return { $schema, title: 'The manifest of a Tributary plugin', ...schema };
}

/** What a workflow of the plugin `automation` may say, for editors. */
function workflowContract(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(definitionSchema, { io: 'input', reused: 'ref' });
  return { $schema, title: 'A workflow of Tributary', ...schema };
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);
