import { definePlugin, defineSubgraph } from 'tributary/sdk';
import manifest from './plugin.json' with { type: 'json' };
import { resolvers } from './resolvers.js';
import type { Resolvers } from './schema.types.js';
import { typeDefs } from './type-defs.js';

export default definePlugin(manifest, { subgraph: defineSubgraph<Resolvers>({ typeDefs, resolvers }) });
