import { describePlugin } from 'tributary/testkit';

describePlugin(import.meta.url, {
  cassettes: 'cassettes',
  // Of its own, so that what was recorded stays right.
  document:
    'The mill in the valley grinds flour for eleven villages. Its wheel was built of oak in 1780. In the winter of 1963 the water froze and the wheel stood still for a month. Today the mill is a museum.',
  inputs: {
    'summarization.text': () => ({
      text: 'The pump of the harbour broke on Monday. A new one comes on Friday, at 400 euros.',
    }),
    'summarization.documents': ({ document }) => ({
      documentIds: [document.id],
      question: 'When did the wheel stand still?',
    }),
    'summarization.conversation': () => ({
      text: 'Customer: The printer prints blank pages.\nSupport: Please turn the roll.\nCustomer: That was it, thank you.',
    }),
    'summarization.period': () => ({ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }),
  },
  variables: ({ document }) => ({
    abstract: { text: 'We propose a pump. It is quiet.', sentences: 1 },
    meeting: {
      text: 'Ada: What is the price?\nBob: It is ten euros.\nAda: Then we buy two.',
      question: 'price',
    },
    set: { documentIds: [document.id] },
    found: { query: 'mill' },
    thread: { documentId: document.id },
    messages: { messages: [{ author: 'Ada', text: 'The scanner is broken.' }] },
    period: { from: '2026-01-01T00:00:00Z' },
  }),
});
