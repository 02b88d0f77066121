import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, print } from 'graphql';
import { AppError, sharedTypeDefs, z } from 'tributary/sdk';
import type { Subgraph } from '#platform';
import { repositoryRoot } from '#platform/config';
import { buildSubgraph } from '#platform/graph';
import { createPluginHost } from '#platform/plugin-host';
import { compose, type Supergraph } from '../../gateway/index.js';
import { modules } from '../modules.js';
import { type AiField, aiFields } from './ai-fields.js';
import type { Contract } from './contract.js';
import { contractPlatform } from './contract-platform.js';
import { resolverTypes } from './resolver-types.js';

export interface GraphContracts {
  readonly contracts: readonly Contract[];
  /** The graph as clients see it, in SDL. */
  readonly api: string;
  /** The fields that capabilities make: of the shipped plugins, and of all that lie beside them. */
  readonly ai: { readonly shipped: readonly AiField[]; readonly all: readonly AiField[] };
}

/** What each subgraph adds to the graph, and what the core and the shipped plugins are together. */
export async function graphContracts(): Promise<GraphContracts> {
  const platform = contractPlatform();
  const host = await createPluginHost({
    source: join(repositoryRoot, 'plugins'),
    code: join(repositoryRoot, 'dist/plugins'),
  });
  const core = await Promise.all(
    modules.map((module) => buildSubgraph(module.name, module.create(platform))),
  );
  const plugins = host.subgraphs(platform);
  const shipped = await shippedPlugins();
  const { supergraph, api } = composed([...core, ...plugins.filter(({ name }) => shipped.includes(name))]);
  const files = [
    ...core.map(({ name, sdl }) => ({ path: `schema/${name}.graphql`, text: sdl })),
    ...plugins.map(({ name, sdl }) => ({ path: `plugins/${name}/schema.graphql`, text: sdl })),
    { path: 'schema/shared.graphql', text: sharedTypeDefs },
    { path: 'schema/supergraph.graphql', text: supergraph },
    { path: 'schema/api.graphql', text: api },
  ];
  const permissions = new Map(host.catalogue.plugins().map((plugin) => [plugin.id, plugin.permissions]));
  const types = plugins.map(({ name, sdl }) => ({
    path: `plugins/${name}/schema.types.ts`,
    text: resolverTypes(sdl, permissions.get(name) ?? []),
  }));
  const ai = plugins.map(({ name, sdl }) => ({ name, fields: aiFields(sdl) }));
  return {
    api,
    ai: {
      shipped: ai.filter(({ name }) => shipped.includes(name)).flatMap(({ fields }) => fields),
      all: ai.flatMap(({ fields }) => fields),
    },
    contracts: [...files.map(({ path, text }) => ({ path, text: print(parse(text)) })), ...types],
  };
}

const shippedShape = z.object({ tributary: z.object({ plugins: z.array(z.string()) }) });

/** The plugins that package.json names: part of the committed graph, whatever else lies beside them. */
async function shippedPlugins(): Promise<readonly string[]> {
  const manifest = await readFile(join(repositoryRoot, 'package.json'), 'utf8');
  return shippedShape.parse(JSON.parse(manifest)).tributary.plugins;
}

function composed(subgraphs: readonly Pick<Subgraph, 'name' | 'sdl'>[]): Supergraph {
  const composition = compose(subgraphs);
  if ('composed' in composition) return composition.composed;
  throw new AppError('COMPOSITION_FAILED', { reason: composition.problems.join('; ') });
}
