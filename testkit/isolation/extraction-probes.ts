import { answerWith, askWith as ask, type PluginProbes } from './probe.js';

/** How the plugin `extraction` is tried; schemas are the caller's own. */
export const extractionProbes: PluginProbes = {
  probes: {
    'Mutation.extractFields(input.documentId)': answerWith(
      'document',
      'extractFields',
      'ExtractFieldsInput',
      (documentId) => ({ documentId }),
    ),
    'Subscription.extract(documentId)': ask(
      'document',
      'subscription P($id: ID!) { extract(documentId: $id) { __typename ... on RunFailed { code } } }',
    ),
  },
  noIds: [
    'Document.extraction(schema)',
    'Mutation.extractFields(input.schema)',
    'Subscription.extract(schema)',
  ],
};
