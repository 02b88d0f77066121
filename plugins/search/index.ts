import { definePlugin, defineSubgraph } from 'tributary/sdk';
import manifest from './plugin.json' with { type: 'json' };
import { resolvers } from './resolvers.js';
import { typeDefs } from './schema.graphql.js';

export default definePlugin(manifest, { subgraph: defineSubgraph({ typeDefs, resolvers }) });
