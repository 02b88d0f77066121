import { definePlugin, defineSubgraph } from 'tributary/sdk';
import manifest from './plugin.json' with { type: 'json' };
import { resolvers } from './resolvers.js';
import { typeDefs } from './type-defs.js';

export default definePlugin(manifest, { subgraph: defineSubgraph({ typeDefs, resolvers }) });
