import { answerOf, definePlugin, defineStep, defineSubgraph, streamOf } from 'tributary/sdk';
import { explain } from './explain.js';
import { matchItems } from './match-items.js';
import manifest from './plugin.json' with { type: 'json' };
import { recommend } from './recommend.js';
import { relate } from './relate.js';
import type { Resolvers } from './schema.types.js';
import { typeDefs } from './type-defs.js';

export default definePlugin(manifest, {
  capabilities: [relate, recommend, explain, matchItems],
  steps: [
    defineStep({ step: 'relate', capability: relate }),
    defineStep({ step: 'recommend', capability: recommend }),
  ],
  subgraph: defineSubgraph<Resolvers>({
    typeDefs,
    resolvers: {
      Mutation: { matchItems: answerOf(matchItems, 'ItemMatches') },
      Subscription: { explainRecommendation: streamOf(explain) },
    },
  }),
});
