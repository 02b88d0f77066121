import { definePlugin, defineSubgraph, gql, streamOf } from 'tributary/sdk';
import manifest from './plugin.json' with { type: 'json' };
import type { Resolvers } from './schema.types.js';
import { summarize } from './summarize.js';

export default definePlugin(manifest, {
  capabilities: [summarize],
  subgraph: defineSubgraph<Resolvers>({
    typeDefs: gql`
      "What a document says, in a few sentences."
      type Summary implements Result {
        "The text."
        text: String!
        "How it came to be."
        result: ResultInfo!
      }
      type Document @key(fields: "id") {
        id: ID!
        "The newest summary; null until one was made."
        summary(
          "How many sentences."
          sentences: Int = 4
        ): Summary @ai(capability: "summarization.summarize", cache: "STORED", consistency: "SAME_RESULT")
      }
      type Subscription {
        "Summarises a document, streamed; joins a run of the same input."
        summarize(
          "The document."
          documentId: ID!
          "How many sentences."
          sentences: Int = 4
          "Ask again although a result is stored."
          anew: Boolean = false
          "Go on from here."
          after: Cursor
        ): RunEvent!
      }
    `,
    resolvers: {
      Document: {
        summary: ({ id }, { sentences }, { results }) =>
          results.latest(summarize, { documentId: id, sentences }),
      },
      Subscription: { summarize: streamOf(summarize) },
    },
  }),
});
