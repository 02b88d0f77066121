import { answerOf, definePlugin, defineStep, defineSubgraph, streamOf } from 'tributary/sdk';
import { accuracy } from './accuracy.js';
import { classifyCapability } from './classify-document.js';
import { classifyText } from './classify-text.js';
import { classifyByLabels } from './labels/classify-by-labels.js';
import { labelDocuments } from './labels/label-documents.js';
import { labelMutations, labelQueries, labelSetFields, labelsOf } from './labels/resolvers.js';
import manifest from './plugin.json' with { type: 'json' };
import type { Resolvers } from './schema.types.js';
import { typeDefs } from './type-defs.js';

export default definePlugin(manifest, {
  capabilities: [classifyCapability, classifyText, classifyByLabels],
  steps: [defineStep({ step: 'classify', capability: classifyCapability })],
  jobs: [labelDocuments],
  evaluators: [accuracy],
  subgraph: defineSubgraph<Resolvers>({
    typeDefs,
    resolvers: {
      Document: {
        classification: ({ id }, _args, { results }) => results.latest(classifyText, { documentId: id }),
        labels: ({ id }, _args, context) => labelsOf(id, context),
      },
      LabelSet: labelSetFields,
      Query: labelQueries,
      Mutation: { ...labelMutations, classifyText: answerOf(classifyText, 'TextClassification') },
      Subscription: {
        textClassification: streamOf(classifyText),
        labelClassification: streamOf(classifyByLabels),
      },
    },
  }),
});
