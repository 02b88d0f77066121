import { join } from 'node:path';
import {
  execute,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  parse,
} from 'graphql';
import { loadConfig } from '#platform/config';
import { startEmbedded } from '#platform/database';
import { createGraphContext } from '#platform/graph';
import { createLogger } from '#platform/telemetry';
import { assemble } from '../../cli/assemble.js';
import { layFoundation } from '../../cli/foundation.js';
import { modules } from '../../cli/modules.js';
import type { Caller } from '../caller.js';
import type { TestSystem } from '../system.js';
import { entityProbes } from './entities.js';
import type { IdKind } from './world.js';

const deepest = 3;

/** The subgraphs of a running system's data, asked as the gateway asks them. */
export interface References {
  /** Each entity that a subgraph resolves, as `documents Document`. */
  readonly entities: readonly string[];
  /** What the subgraph answers for a reference, with every field that needs no argument; the id itself taken out. */
  resolve(entity: string, caller: Caller, id: string): Promise<string>;
  close(): Promise<void>;
}

export async function openReferences(system: TestSystem): Promise<References> {
  const config = loadConfig({ DATA_DIR: system.dataDir, PROFILE: 'development' });
  const server = await startEmbedded(join(system.dataDir, 'postgres'));
  const log = createLogger({ logLevel: 'silent' });
  const foundation = await layFoundation(config, server, log);
  const operations = {
    execute: async () => ({ data: null, errors: [] }),
    describe: async () => null,
    check: async () => null,
    tools: async () => [],
  };
  const assembly = await assemble(foundation, operations);
  const subgraphs = await assembly.build(new Set([...modules.map(({ name }) => name), 'plugins']));
  const built = subgraphs.filter((subgraph) => 'schema' in subgraph);
  const schemas = new Map(built.map(({ name, schema }) => [name, schema]));
  return {
    entities: built.flatMap(({ name, schema }) => entitiesOf(schema).map((type) => `${name} ${type}`)),
    async resolve(entity, caller, id) {
      const [subgraph = '', type = ''] = entity.split(' ');
      const schema = schemas.get(subgraph);
      const entityType = schema?.getType(type);
      if (!schema || !isObjectType(entityType)) return 'unknown';
      const facts = { requestId: 'reference', traceparent: '', deadline: Date.now() + 30_000 };
      const request = await foundation.identity.authenticate(caller.token, facts);
      const result = await execute({
        schema,
        document: parse(
          `query R($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${selection(entityType)} } } }`,
        ),
        variableValues: { r: [{ __typename: type, id }] },
        contextValue: createGraphContext(request, new AbortController().signal),
      });
      return JSON.stringify(result).replaceAll(id, '<id>');
    },
    async close() {
      await assembly.close();
      await foundation.close();
      await server.close();
    },
  };
}

function entitiesOf(schema: GraphQLSchema): string[] {
  const union = schema.getType('_Entity');
  return isUnionType(union) ? union.getTypes().map(({ name }) => name) : [];
}

function selection(type: GraphQLObjectType, depth = 1): string {
  const fields = Object.values(type.getFields())
    .filter(({ args }) => !args.some(isRequiredArgument))
    .flatMap(({ name, type: fieldType }) => {
      const named = getNamedType(fieldType);
      if (isLeafType(named)) return [name];
      return isObjectType(named) && depth < deepest ? [`${name} { ${selection(named, depth + 1)} }`] : [];
    });
  return ['__typename', ...fields].join(' ');
}

/** The kind of id of an entity; null for what is the same for all or of the tenant itself. */
export function kindOf(entity: string): IdKind | null | undefined {
  const kinds: Record<string, IdKind | null> = {
    ApiKey: 'key',
    Decision: 'decision',
    Document: 'document',
    Group: 'group',
    Member: 'member',
    Recommendation: 'recommendation',
    Review: 'review',
    Run: 'run',
    Tenant: null,
    Work: 'work',
    ...Object.fromEntries(entityProbes.map(({ type }) => [type, `entity:${type}`])),
  };
  return kinds[entity.split(' ')[1] ?? ''];
}
