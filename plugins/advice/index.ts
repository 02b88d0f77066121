import { definePlugin, defineStep, defineSubgraph, gql, streamOf } from 'tributary/sdk';
import { explain } from './explain.js';
import manifest from './plugin.json' with { type: 'json' };
import { recommend } from './recommend.js';
import { relate } from './relate.js';
import type { Resolvers } from './schema.types.js';

export default definePlugin(manifest, {
  capabilities: [relate, recommend, explain],
  steps: [
    defineStep({ step: 'relate', capability: relate }),
    defineStep({ step: 'recommend', capability: recommend }),
  ],
  subgraph: defineSubgraph<Resolvers>({
    typeDefs: gql`
      type Subscription {
        "Says why something is recommended, streamed, with the places that it rests on."
        explainRecommendation(
          "The recommendation."
          recommendationId: ID!
          "Ask again although a result is stored."
          anew: Boolean = false
          "Go on from here."
          after: Cursor
        ): RunEvent!
      }
    `,
    resolvers: { Subscription: { explainRecommendation: streamOf(explain) } },
  }),
});
