import { describePlugin } from 'tributary/testkit';

describePlugin(import.meta.url, {
  variables: ({ document: { id } }) => ({
    input: { question: 'Where were the boards sawn at the mill?', documentIds: [id] },
  }),
});
