import { describePlugin } from 'tributary/testkit';
import { v7 as newId } from 'uuid';

const labels = [
  { name: 'bill', texts: ['Invoice 12, amount due 40 euros.'], documentIds: [] },
  { name: 'letter', texts: ['Dear Ada, thank you for your letter.'], documentIds: [] },
];

describePlugin(import.meta.url, {
  inputs: {
    'classification.text': ({ document }) => ({ documentId: document.id }),
    'classification.labels': async ({ document, host }) => {
      const { createLabelSet } = await host.query<{ createLabelSet: { labelSet: { id: string } } }>(
        'mutation ($input: CreateLabelSetInput!) { createLabelSet(input: $input) { ... on LabelSetPayload { labelSet { id } } } }',
        { input: { name: newId(), labels } },
      );
      return { documentId: document.id, labelSetId: createLabelSet.labelSet.id };
    },
  },
  variables: ({ document }) => ({
    document: { documentId: document.id },
    text: { text: 'Confidential' },
    words: 'The pump works.',
    labels: { name: 'desk', labels },
    asked: { labelSetId: newId(), text: 'Invoice 7' },
    change: { id: newId(), threshold: 0.4 },
    dropped: { id: newId() },
  }),
});
