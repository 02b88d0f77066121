import { answerOf, definePlugin, defineSubgraph, streamOf } from 'tributary/sdk';
import { answer } from './answer.js';
import { answerQuality } from './answer-evaluator.js';
import manifest from './plugin.json' with { type: 'json' };
import type { Resolvers } from './schema.types.js';
import { typeDefs } from './type-defs.js';

export default definePlugin(manifest, {
  capabilities: [answer],
  evaluators: [answerQuality],
  subgraph: defineSubgraph<Resolvers>({
    typeDefs,
    resolvers: {
      Query: { latestAnswer: (_parent, { question }, { results }) => results.latest(answer, { question }) },
      Mutation: { answerQuestion: answerOf(answer, 'AnsweredQuestion') },
      Subscription: { ask: streamOf(answer) },
    },
  }),
});
