import { type HostWithModel, hostWithModel, invoice } from './shipped-models.fixture.js';

/* Documents that are many times as long as the window of the model. */

const contextTokens = 4_000;
const lines = (count: number) =>
  Array.from(
    { length: count },
    (_, at) => `The keeper of lock ${at + 1} writes down how high the water of the canal stood that day.`,
  );
const longText = lines(2_400).join(' ');
/** Its sums stand on the last page. */
const pages = Array.from({ length: 42 }, (_, at) => `Page ${at + 2}\n${lines(60).join('\n')}`);
const longBill = [invoice('HO-9', 'See the next pages.'), ...pages, 'Order number: LAST-77'].join('\f');

let host: HostWithModel;
beforeAll(async () => {
  host = await hostWithModel({ provider: 'benign', contextTokens });
});
afterAll(() => host?.close());

test('a long document is summed up as far as it fits, and the result says so', async () => {
  expect(longText.length).toBeGreaterThan(200_000);
  const { id: documentId } = await host.addDocument(longText, { name: 'canal.txt' });
  const run = await host.ask('summarization.summarize', { documentId });
  expect(run.result).toMatchObject({ __typename: 'Answer', result: { engine: 'MODEL', grounded: true } });
  expect(run.truncated).toBe(true);
  expect(run.inputTokens).toBeLessThan(contextTokens);
  expect(run.inputTokens).toBeGreaterThan(contextTokens / 2);

  const answer = await host.ask('answers.answer', { question: 'What does the keeper of lock 7 write down?' });
  expect(answer.result).toMatchObject({ __typename: 'Answer', result: { engine: 'MODEL', grounded: true } });
  expect(answer.inputTokens).toBeLessThan(contextTokens);
});

test('a long bill is read with its first and its last page', async () => {
  expect(longBill.length).toBeGreaterThan(200_000);
  const { id: documentId, versionId } = await host.addDocument(longBill, { name: 'long-bill.txt' });
  const run = await host.ask('extraction.fields', { documentId, versionId });
  expect(run.result).toMatchObject({ __typename: 'Answer', result: { engine: 'MODEL' } });
  expect(run.truncated).toBe(true);
  expect(run.inputTokens).toBeLessThan(contextTokens);
});

test('the kind of a long document is told by its beginning', async () => {
  const { id: documentId, versionId } = await host.addDocument(longText.slice(10), { name: 'copy.txt' });
  const run = await host.ask('classification.kind', { documentId, versionId });
  expect(run.result).toMatchObject({ __typename: 'Answer', result: { engine: 'MODEL' } });
  expect(run.inputTokens).toBeGreaterThan(0);
  expect(run.inputTokens).toBeLessThan(contextTokens);
});
