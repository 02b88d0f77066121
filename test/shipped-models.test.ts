import { codePointSlice } from 'tributary/text';
import type { TestDocument } from '../testkit/plugin/test-tenant.js';
import {
  type AskedRun,
  type HostWithModel,
  hostWithModel,
  invoice,
  lease,
} from './shipped-models.fixture.js';

/* The engines of the shipped plugins that ask a model, with one that does what it was asked. */

/** The output fits the schema of the capability, and nothing was cut. */
async function expectFits({ assembly }: HostWithModel, capability: string, run: AskedRun): Promise<void> {
  expect(run.result).toMatchObject({ __typename: 'Answer', result: { engine: 'MODEL' } });
  expect(run.truncated).toBe(false);
  const hosted = assembly.plugins.capabilities.capability(capability)?.hosted;
  expect(await hosted?.parseOutput(run.result?.output)).toEqual(run.result?.output);
}

describe('with a model that does what it was asked', () => {
  let host: HostWithModel;
  let letter: TestDocument;
  let bill: TestDocument;
  let copy: TestDocument;
  beforeAll(async () => {
    host = await hostWithModel({ provider: 'benign' });
    letter = await host.addDocument(lease, { name: 'lease.txt' });
    bill = await host.addDocument(invoice('HO-1', 'Thank you.'), { name: 'bill.txt' });
    copy = await host.addDocument(invoice('HO-1', 'Thank you very much.'), { name: 'copy.txt' });
  });
  afterAll(() => host?.close());

  test.each([
    ['answers.answer', () => ({ question: 'When does the lease of the boathouse begin?' })],
    ['summarization.summarize', () => ({ documentId: letter.id, sentences: 2 })],
    ['advice.explain', async () => ({ recommendationId: await host.recommendationFor(copy.id) })],
  ])('%s writes a text whose citations stand in the documents', async (capability, input) => {
    const run = await host.ask(capability, await input());
    await expectFits(host, capability, run);
    expect(run.text).not.toBe('');
    expect(run.result).toMatchObject({ text: run.text, result: { grounded: true } });
    const texts = new Map([
      [letter.id, lease],
      [bill.id, invoice('HO-1', 'Thank you.')],
      [copy.id, invoice('HO-1', 'Thank you very much.')],
    ]);
    const citations = run.parts.filter(({ __typename }) => __typename === 'Citation');
    expect(citations.length).toBeGreaterThan(0);
    for (const { document, start, end, quote } of citations as unknown as Place[])
      expect(codePointSlice(texts.get(document.id) ?? '', start, end)).toBe(quote);
  });
  type Place = { document: { id: string }; start: number; end: number; quote: string };

  test.each([
    ['extraction.fields', () => bill, { fields: expect.arrayContaining([]) }],
    ['classification.kind', () => letter, { kind: expect.any(String), language: 'en' }],
    ['guard.screen', () => letter, { verdict: 'ALLOW' }],
  ])('%s makes an object of its schema', async (capability, document, expected) => {
    const { id: documentId, versionId } = document();
    const run = await host.ask(capability, { documentId, versionId });
    await expectFits(host, capability, run);
    expect(run.result?.output).toMatchObject(expected);
    expect(run.result?.result.promptVersion).toMatch(/@1$/);
  });

  test('documents were read with it', async () => {
    type Found = { documents: { nodes: { name: string; kind: string; status: string }[] } };
    const { documents } = await host.query<Found>('{ documents(first: 9) { nodes { name kind status } } }');
    expect(documents.nodes).toHaveLength(3);
    for (const { name, kind, status } of documents.nodes)
      expect([name, kind, status]).toEqual([
        name,
        name === 'lease.txt' ? 'other' : 'invoice',
        expect.stringMatching(/READY|NEEDS_REVIEW/),
      ]);
  });
});
