import { describePlugin } from 'tributary/testkit';

describePlugin(import.meta.url, {
  inputs: { 'extraction.extract': ({ document }) => ({ documentId: document.id, kind: 'LETTER' }) },
  variables: ({ document: { id } }) => ({
    input: { documentId: id },
    kind: 'LETTER',
    correction: { documentId: id, name: 'reference', value: 'B-7' },
  }),
});
