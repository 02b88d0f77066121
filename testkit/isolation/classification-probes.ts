import type { Caller } from '../caller.js';
import { answerWith, askWith as ask, changeWith as change, type PluginProbes } from './probe.js';

const runParts = '__typename ... on ObjectDelta { value } ... on RunFailed { code }';
/** Labels of which one has the document for its only example. */
const labels = (documentId: string) => [
  { name: 'bill', documentIds: [documentId] },
  { name: 'other', texts: ['A letter about the weather.'] },
];

/** How the plugin `classification` is tried; label sets are of the whole tenant, the documents in them are not. */
export const classificationProbes: PluginProbes = {
  probes: {
    'Mutation.classifyByLabels(input.documentId)': answerWith(
      'document',
      'classifyByLabels',
      'ClassifyByLabelsInput',
      (documentId, own) => ({ labelSetId: own.labelSet, documentId }),
    ),
    'Mutation.classifyByLabels(input.labelSetId)': answerWith(
      'labelSet',
      'classifyByLabels',
      'ClassifyByLabelsInput',
      (labelSetId) => ({ labelSetId, text: 'The courier came.' }),
    ),
    'Mutation.classifyText(input.documentId)': answerWith(
      'document',
      'classifyText',
      'ClassifyTextInput',
      (documentId) => ({ documentId }),
    ),
    'Mutation.createLabelSet(input.labels.documentIds)': ask(
      'document',
      `mutation P($input: CreateLabelSetInput!) { createLabelSet(input: $input) { __typename ... on Failure { code message }
        ... on LabelSetPayload { labelSet { labels { name documentIds } } } } }`,
      (id) => ({ input: { name: 'probe', labels: labels(id) } }),
    ),
    'Mutation.deleteLabelSet(input.id)': change(
      'labelSet',
      'deleteLabelSet',
      'DeleteLabelSetInput',
      (id) => ({ id }),
    ),
    'Mutation.updateLabelSet(input.id)': change(
      'labelSet',
      'updateLabelSet',
      'UpdateLabelSetInput',
      (id) => ({ id, name: 'probe' }),
    ),
    'Mutation.updateLabelSet(input.labels.documentIds)': ask(
      'document',
      `mutation P($input: UpdateLabelSetInput!) { updateLabelSet(input: $input) { __typename ... on Failure { code message }
        ... on LabelSetPayload { labelSet { labels { name documentIds } } } } }`,
      (id, own) => ({ input: { id: own.labelSet, labels: labels(id) } }),
    ),
    'Query.labelSet(id)': ask(
      'labelSet',
      'query P($id: ID!) { labelSet(id: $id) { id name labels { name texts documentIds } } }',
    ),
    'Subscription.labelClassification(documentId)': ask(
      'document',
      `subscription P($own: ID!, $id: ID!) { labelClassification(labelSetId: $own, documentId: $id) { ${runParts} } }`,
      (id, own) => ({ own: own.labelSet, id }),
    ),
    'Subscription.labelClassification(labelSetId)': ask(
      'labelSet',
      `subscription P($id: ID!) { labelClassification(labelSetId: $id, text: "The courier came.") { ${runParts} } }`,
    ),
    'Subscription.textClassification(documentId)': ask(
      'document',
      `subscription P($id: ID!) { textClassification(documentId: $id) { ${runParts} } }`,
    ),
  },
  lists: {
    labelSets: '{ labelSets(first: 100) { totalCount nodes { id labels { name texts documentIds } } } }',
  },
};

/** Label sets of a name that says nothing, with a document for an example; the tenant sees the set. */
export async function makeLabels(caller: Caller, documentId: string): Promise<string> {
  const payload = '... on LabelSetPayload { labelSet { id } }';
  const input = { name: 'labels', labels: labels(documentId), threshold: 0 };
  const { labelSet } = await caller.change('createLabelSet', 'CreateLabelSetInput', input, payload);
  const { label } = await caller.change(
    'classifyByLabels',
    'ClassifyByLabelsInput',
    { labelSetId: labelSet.id, documentId },
    '... on LabelAnswer { label }',
  );
  if (label !== 'bill') throw new RangeError(`the document is its own example and was called ${label}`);
  await caller.change('classifyText', 'ClassifyTextInput', { documentId }, '');
  return labelSet.id;
}

/** What the other's label set says of a text like the other's document: a label whose examples may not be read is none. */
export async function labelledBy(caller: Caller, labelSetId: string, text: string): Promise<string> {
  const query = `mutation L($input: ClassifyByLabelsInput!) { classifyByLabels(input: $input) { __typename
    ... on LabelAnswer { label scores { label } result { evidence { quote } } } } }`;
  return (await caller.post(query, { input: { labelSetId, text } })).text;
}
