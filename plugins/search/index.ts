import { definePlugin, defineSubgraph } from 'tributary/sdk';
import { interpret } from './interpret.js';
import manifest from './plugin.json' with { type: 'json' };
import { rankingEvaluator } from './ranking-evaluator.js';
import { resolvers } from './resolvers.js';
import { matchSaved } from './saved/match-saved.js';
import type { Resolvers } from './schema.types.js';
import { typeDefs } from './type-defs/index.js';

export default definePlugin(manifest, {
  capabilities: [interpret],
  jobs: [matchSaved],
  evaluators: [rankingEvaluator],
  subgraph: defineSubgraph<Resolvers>({ typeDefs, resolvers }),
});
