import { createTestHost, type TestHost } from 'tributary/testkit';
import { codePointSlice } from 'tributary/text';

/* What a model said is in `cassettes`; how it is recorded anew stands in the README. */

const letter = `The lease of the boathouse begins on 1 May 2026 and ends after five years. 😀 The rent is EUR 300.00 a month, to be paid on the first.
The roof of copper is mended by the owner. Guests leave the boathouse before ten in the evening.`;

let host: TestHost;
let documentId = '';
beforeAll(async () => {
  host = await createTestHost(import.meta.url, { cassettes: 'cassettes' });
  ({ id: documentId } = await host.addDocument(letter));
  host.model.plays();
});
afterAll(() => host?.close());

const summarize = (sentences: number) =>
  host.run('summarization.summarize', { documentId, sentences }, { anew: true });

test('a recorded model sums up, and each of its sentences is cited', async () => {
  const run = await summarize(2);
  expect(run.result).toMatchObject({
    __typename: 'Answer',
    text: run.text,
    result: { engine: 'MODEL', promptVersion: 'summarize@1', grounded: true },
  });
  expect(run.text).not.toBe('');
  const citations = run.parts.filter(({ __typename }) => __typename === 'Citation');
  expect(citations.length).toBeGreaterThan(0);
  for (const { start, end, quote } of citations as unknown as { start: number; end: number; quote: string }[])
    expect(codePointSlice(letter, start, end)).toBe(quote);
});

test('another request has another recording', async () => {
  const [one, two] = [await summarize(1), await summarize(2)];
  expect(two.text).not.toBe(one.text);
});
