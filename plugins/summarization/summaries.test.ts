import { createTestHost, type TestHost } from 'tributary/testkit';
import { codePointSlice } from 'tributary/text';

const meeting = `Project Manager: Um, so, let us talk about the price of the remote, uh, control.
Marketing: Yeah, people would pay 25 euros, I think, for a remote control with few buttons.
Project Manager: Then the production may cost 12.50 euros at most, that is the price we agreed on.
Designer: Okay. The case could be of wood, because wood looks better than plastic on a table.
Project Manager: We decide on plastic for the case, since wood is far too expensive for us.`;
const thread = `From: Jo
Sent: 9 March 2026, 09:40
Hello, since this morning our printer prints only blank pages. We changed the roll, but nothing helps.

From: Ravi (Support)
Sent: 9 March 2026, 10:05
Sorry to hear that. Please choose the right paper size in the settings.

From: Jo
Sent: 9 March 2026, 10:41
That was it. Thank you for the quick help, you can close the ticket.`;

let host: TestHost;
let talk: { id: string };
let ticket: { id: string };
beforeAll(async () => {
  host = await createTestHost(import.meta.url);
  talk = await host.addDocument(meeting, { name: 'meeting.txt' });
  ticket = await host.addDocument(thread, { name: 'ticket.txt' });
});
afterAll(() => host?.close());

const failure = '... on InvalidInput { code message } ... on NotFound { code }';
const ask = async (field: string, type: string, selection: string, input: object) => {
  const answer = await host.query<Record<string, Record<string, unknown>>>(
    `mutation ($input: ${type}!) { ${field}(input: $input) { __typename ${selection} ${failure} } }`,
    { input },
  );
  return answer[field] as Record<string, unknown>;
};
const set = (input: object) =>
  ask(
    'summarizeDocuments',
    'SummarizeDocumentsInput',
    '... on DocumentSetSummary { text documentIds quotes { documentId speaker start end quote answerStart answerEnd } result { engine grounded } } ... on InsufficientEvidence { reason }',
    input,
  );
const text = (input: object) =>
  ask(
    'summarizeText',
    'SummarizeTextInput',
    '... on TextSummary { text quotes { quote documentId } }',
    input,
  );
const conversation = (input: object) =>
  ask(
    'summarizeConversation',
    'SummarizeConversationInput',
    '... on ConversationSummary { problem stepsTried state sentiment { label score } nextAction participants { name role } quotes { field quote speaker } }',
    input,
  );
const period = (input: object) =>
  ask(
    'summarizePeriod',
    'SummarizePeriodInput',
    '... on PeriodSummary { text scope documents byKind { name count } notable { name } }',
    input,
  );

test('A meeting is asked: what was said of it, without fillers, and every quote stands where it says', async () => {
  const found = await set({
    documentIds: [talk.id],
    question: 'What was said about the price?',
    length: 'SHORT',
  });
  expect(found).toMatchObject({ documentIds: [talk.id], result: { engine: 'BUILT_IN', grounded: true } });
  expect(found.text).toMatch(/price/);
  expect(found.text).not.toMatch(/\b(?:um|uh|yeah)\b/i);
  const quotes = found.quotes as { speaker: string; start: number; end: number; quote: string }[];
  expect(quotes.length).toBeGreaterThan(0);
  for (const { start, end, quote, speaker } of quotes) {
    expect(codePointSlice(meeting, start, end)).toBe(quote);
    expect(found.text).toContain(`${speaker}: `);
  }
});

test('Several documents are named, a search finds them, and what is not found is said', async () => {
  const both = await set({ documentIds: [talk.id, ticket.id] });
  expect(new Set((both.quotes as { documentId: string }[]).map(({ documentId }) => documentId)).size).toBe(2);
  expect(await set({ search: { query: 'blank pages of the printer', first: 1 } })).toMatchObject({
    documentIds: [ticket.id],
  });
  expect(await set({ search: { query: 'zebra' } })).toMatchObject({ __typename: 'InsufficientEvidence' });
  for (const wrong of [{}, { documentIds: [talk.id], search: { query: 'price' } }, { documentIds: [] }])
    expect(await set(wrong)).toMatchObject({ __typename: 'InvalidInput' });
  const other = await host.tenant();
  const { summarizeDocuments } = await other.query<{ summarizeDocuments: { __typename: string } }>(
    'mutation ($input: SummarizeDocumentsInput!) { summarizeDocuments(input: $input) { __typename } }',
    { input: { documentIds: [talk.id] } },
  );
  expect(summarizeDocuments.__typename).toBe('NotFound');
});

test('An abstract in one sentence is what its authors did; the length and the number of sentences hold', async () => {
  const abstract =
    'Pumps of small harbours are loud. Many attempts to make them quiet were costly. In this paper, we propose a rubber mount that makes the pumps of small harbours quiet at a tenth of the cost. The harbours are old.';
  expect(await text({ text: abstract, title: 'Quiet pumps for small harbours', sentences: 1 })).toMatchObject(
    {
      text: expect.stringContaining('we propose a rubber mount'),
      quotes: [{ documentId: null }],
    },
  );
  expect((await text({ text: abstract, sentences: 2 })).quotes).toHaveLength(2);
  expect((await text({ text: abstract, length: 'LONG', audience: 'CUSTOMER' })).quotes).toHaveLength(3);
  for (const wrong of [{ text: ' ' }, { text: abstract, sentences: 0 }, { text: abstract, question: '' }])
    expect(await text(wrong)).toMatchObject({ __typename: 'InvalidInput' });
});

test('A support thread is read into fields, from a document and from messages', async () => {
  const found = await conversation({ documentId: ticket.id });
  expect(found).toMatchObject({
    problem: expect.stringContaining('blank pages'),
    stepsTried: [expect.stringContaining('changed the roll'), expect.stringContaining('paper size')],
    state: 'RESOLVED',
    sentiment: { label: 'POSITIVE' },
    nextAction: expect.stringContaining('close the ticket'),
    participants: [
      { name: 'Jo', role: 'CUSTOMER' },
      { name: 'Ravi (Support)', role: 'SUPPORT' },
    ],
  });
  for (const { quote } of found.quotes as { quote: string }[]) expect(thread).toContain(quote);
  const open = await conversation({
    messages: [
      { author: 'Ada', text: 'The scanner shows error 12. This is terrible.' },
      { author: 'Bob', text: 'Could you send us a photo of the cable?' },
    ],
  });
  expect(open).toMatchObject({
    problem: 'The scanner shows error 12.',
    state: 'WAITING_FOR_CUSTOMER',
    sentiment: { label: 'NEGATIVE' },
    nextAction: 'Could you send us a photo of the cable?',
  });
  expect(await conversation({ text: 'Hello?', documentId: ticket.id })).toMatchObject({
    __typename: 'InvalidInput',
  });
  expect(await conversation({ messages: [] })).toMatchObject({ __typename: 'InvalidInput' });
});

test('A period is told in words whose numbers are its figures, also to who may not see those of the tenant', async () => {
  const found = await period({ length: 'LONG' });
  expect(found).toMatchObject({ documents: expect.any(Number), scope: expect.any(String) });
  const numbers =
    String(found.text)
      .replace(/\d{4}-\d\d-\d\d/g, '')
      .match(/\d+/g) ?? [];
  const known = JSON.stringify({ ...found, text: '' });
  for (const number of numbers) expect(known).toContain(number);
  expect(await period({ from: '2020-01-01T00:00:00Z', to: '2020-01-08T00:00:00Z' })).toMatchObject({
    documents: 0,
    byKind: [],
    notable: [],
  });
  expect(await period({ from: '2020-01-08T00:00:00Z', to: '2020-01-01T00:00:00Z' })).toMatchObject({
    __typename: 'InvalidInput',
  });
});
