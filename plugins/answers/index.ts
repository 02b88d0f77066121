import { definePlugin, defineSubgraph, gql, streamOf } from 'tributary/sdk';
import { answer } from './answer.js';
import manifest from './plugin.json' with { type: 'json' };
import type { Resolvers } from './schema.types.js';

export default definePlugin(manifest, {
  capabilities: [answer],
  subgraph: defineSubgraph<Resolvers>({
    typeDefs: gql`
      "An answer that is stored."
      type StoredAnswer implements Result {
        "The text."
        text: String!
        "How it came to be."
        result: ResultInfo!
      }
      type Query {
        "The newest stored answer to exactly this question; null until one was made."
        latestAnswer(
          "The question."
          question: String!
        ): StoredAnswer @ai(capability: "answers.answer", cache: "STORED", consistency: "SAME_RESULT")
      }
      type Subscription {
        "Answers a question from the documents that the caller may read, streamed; joins a run of the same input."
        ask(
          "The question."
          question: String!
          "Only from these documents."
          documentIds: [ID!]
          "Ask again although a result is stored."
          anew: Boolean = false
          "Go on from here."
          after: Cursor
        ): RunEvent!
      }
    `,
    resolvers: {
      Query: { latestAnswer: (_parent, { question }, { results }) => results.latest(answer, { question }) },
      Subscription: { ask: streamOf(answer) },
    },
  }),
});
