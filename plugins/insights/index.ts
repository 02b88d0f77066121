import { definePlugin, defineSubgraph } from 'tributary/sdk';
import { findInsights, forgetInsights } from './insight/find-insights.js';
import { wordInsight } from './insight/word-insight.js';
import manifest from './plugin.json' with { type: 'json' };
import { interpret } from './question/interpret.js';
import { resolvers } from './resolvers/index.js';
import type { Resolvers } from './schema.types.js';
import { typeDefs } from './type-defs/index.js';

export default definePlugin(manifest, {
  capabilities: [interpret, wordInsight],
  jobs: [findInsights, forgetInsights],
  subgraph: defineSubgraph<Resolvers>({ typeDefs, resolvers }),
});
