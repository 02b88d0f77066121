import { defineCapability, definePlugin, defineSubgraph, gql, z } from 'tributary/sdk';
import manifest from './plugin.json' with { type: 'json' };

const wordsPerMinute = 230;

const estimate = defineCapability({
  id: 'reading-time.estimate',
  description: 'How long a document takes to read.',
  needs: ['documents'],
  input: z.object({ documentId: z.uuid() }),
  output: z.object({ minutes: z.int() }),
  on: ['document.indexed'], // runs as a job for every document
  async *builtIn({ documentId }, { documents }) {
    const { text } = await documents.read(documentId);
    const minutes = Math.ceil(text.split(/\s+/).length / wordsPerMinute);
    yield `About ${minutes} min.`;
    return { minutes };
  },
});

export default definePlugin(manifest, {
  capabilities: [estimate],
  subgraph: defineSubgraph({
    typeDefs: gql`
      "How long a document takes to read."
      type ReadingTime implements Result {
        "Whole minutes."
        minutes: Int!
        "How it came to be."
        result: ResultInfo!
      }
      type Document @key(fields: "id") {
        id: ID!
        "How long it takes to read; null until that was estimated."
        readingTime: ReadingTime
      }
    `,
    resolvers: {
      Document: { readingTime: ({ id }, _args, { results }) => results.latest(estimate, { documentId: id }) },
    },
  }),
});
