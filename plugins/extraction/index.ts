import { answerOf, definePlugin, defineStep, defineSubgraph, streamOf } from 'tributary/sdk';
import { extract } from './extract.js';
import { extractFieldsCapability } from './extract-fields.js';
import { fieldsEvaluator } from './fields-evaluator.js';
import manifest from './plugin.json' with { type: 'json' };
import type { Resolvers } from './schema.types.js';
import { typeDefs } from './type-defs.js';

export default definePlugin(manifest, {
  capabilities: [extractFieldsCapability, extract],
  steps: [defineStep({ step: 'extract', capability: extractFieldsCapability })],
  evaluators: [fieldsEvaluator],
  subgraph: defineSubgraph<Resolvers>({
    typeDefs,
    resolvers: {
      Mutation: { extractFields: answerOf(extract, 'Extraction') },
      Document: {
        extraction: ({ id }, { kind, schema }, { results }) =>
          results.latest(extract, { documentId: id, kind, schema }),
      },
      Subscription: { extract: streamOf(extract) },
    },
  }),
});
