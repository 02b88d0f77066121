import { type HostWithModel, hostWithModel, invoice, lease } from './shipped-models.fixture.js';

/* How the shipped plugins stream what a model writes, and what becomes of a model that fails meanwhile. */

const pause = { delayMs: 80 };
const read = [
  { name: 'invoice_number', value: 'HO-1', quote: 'Invoice number: HO-1' },
  { name: 'due_date', value: '2026-04-30', quote: 'the last of April' },
  { name: 'iban', value: 'DE89370400440532013000', quote: 'IBAN DE89' },
];
const [first, second, third] = read.map((field) => JSON.stringify(field));
const script = {
  answers: [
    { when: 'You read invoices[^]*It breaks', parts: [`{"fields": [${first},`, pause, 'x'], breakAfter: 2 },
    { when: 'You read invoices[^]*It is mended', parts: ['{"fields": "none"}'] },
    { when: 'does not fit the schema', object: { fields: read } },
    { when: 'You read invoices', parts: [`{"fields": [${first},`, pause, `${second},`, pause, `${third}]}`] },
    {
      when: 'You sort documents[^]*Which kind',
      object: { kind: 'treasure map', language: 'english' },
      times: 9,
    },
    { when: 'from the numbered passages', parts: ['It begins on ', pause, '1 May 2026 [1', pause, '].'] },
    { when: 'Summarise the document', parts: ['The rent is EUR ', pause, '300.00 a month.'] },
  ],
};
let host: HostWithModel;
beforeAll(async () => {
  host = await hostWithModel({ provider: 'scripted', script });
});
afterAll(() => host?.close());

const typed = async (text: string, capability: string) => {
  const { id: documentId, versionId } = await host.addDocument(text, { name: 'bill.txt' });
  return host.ask(capability, { documentId, versionId });
};
const fields = (output: unknown) =>
  new Map((output as { fields: { name: string }[] }).fields.map((field) => [field.name, field]));

test('text is shown as it is written, and its citations are checked', async () => {
  const { id: documentId } = await host.addDocument(lease, { name: 'lease.txt' });
  const summary = await host.ask('summarization.summarize', { documentId });
  const answer = await host.ask('answers.answer', {
    question: 'When does the lease of the boathouse begin?',
  });
  for (const run of [summary, answer]) {
    expect(run.types.filter((type) => type === 'TextDelta').length).toBeGreaterThan(1);
    expect(run.types).toContain('Citation');
    expect(run.result).toMatchObject({ __typename: 'Answer', result: { engine: 'MODEL', grounded: true } });
  }
});

test('fields are shown as the model reads them, when their quotes stand in the document', async () => {
  const run = await typed(invoice('HO-1', 'Please pay before the last of April.'), 'extraction.fields');
  const paths = run.parts.flatMap((part) => ('path' in part ? [String(part.path)] : []));
  expect(paths[0]).toBe('');
  expect(paths.filter((path) => /^\/fields\/\d+$/.test(path)).length).toBeGreaterThan(0);
  expect(run.result?.result.engine).toBe('MODEL');
  const found = fields(run.result?.output);
  expect(found.get('invoice_number')).toMatchObject({ value: 'HO-1', confidence: 0.98 });
  expect(found.get('due_date')).toMatchObject({ value: '2026-04-30', quote: 'the last of April' });
  expect(found.has('iban')).toBe(false);
});

test('an answer that does not fit is repaired once', async () => {
  const run = await typed(
    invoice('HO-1', 'It is mended. Please pay before the last of April.'),
    'extraction.fields',
  );
  expect(run.result?.result.engine).toBe('MODEL');
  expect(fields(run.result?.output).get('due_date')).toMatchObject({ value: '2026-04-30' });
});

test('a kind that there is not is no kind: the rules answer', async () => {
  const run = await typed(`${lease} Which kind?`, 'classification.kind');
  expect(run.result).toMatchObject({ __typename: 'Answer', result: { engine: 'BUILT_IN' } });
  expect(run.result?.output).toMatchObject({ kind: 'article' });
});

test('a document is read to its end although the model breaks off', async () => {
  const { id } = await host.addDocument(invoice('HO-2', 'It breaks.'), { name: 'broken.txt' });
  type Found = { document: { kind: string; fields: { name: string; value: string }[] } };
  const { document } = await host.query<Found>(
    'query ($id: ID!) { document(id: $id) { kind fields { name value } } }',
    { id },
  );
  expect(document.kind).toBe('invoice');
  expect(document.fields).toContainEqual({ name: 'invoice_number', value: 'HO-2' });
});
