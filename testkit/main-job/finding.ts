import { codePointLength, codePointSlice } from 'tributary/text';
import { pagesOfVersion, search } from './operations.js';
import { type Story, textAt } from './story.js';
import { ask, explain, type ReadRun, readRun, summarize } from './streams.js';

/** Search, similar documents, and the streams: summary, answer, reasons. */
export function describeFinding(story: () => Story): void {
  it('finds passages, and marks the words that matched', async () => {
    const found = await story().client.request(search, { query: 'olive oil aceite de oliva' });
    const [hit] = found.search.nodes;
    expect(hit?.document?.name).toBe('invoices/factura-olivar-77.html');
    const { pages } = await story().document('invoices/factura-olivar-77.html');
    const place = { page: hit?.page ?? 0, start: hit?.start ?? 0, end: hit?.end ?? 0, quote: '' };
    expect(textAt(pages.nodes, place)).toBe(hit?.text);
    const marked = (hit?.highlights ?? []).map(({ start, end }) =>
      codePointSlice(hit?.text ?? '', start, end).toLowerCase(),
    );
    expect(marked).toContain('oliva');
    expect(marked).toContain('aceite');
  });

  it('finds nothing of what was kept apart', async () => {
    const found = await story().client.request(search, {
      query: 'garden furniture spring offers Bristol fair',
    });
    const names = found.search.nodes.map(({ document }) => document?.name);
    expect(names).not.toContain('letters/newsletter-with-hidden-text.html');
  });

  it('names similar documents', async () => {
    const { similar } = await story().document('invoices/invoice-harbour-1042.pdf');
    const names = (similar ?? []).map(({ document }) => document?.name);
    expect(names).toContain('orders/order-po-7731.md');
    for (const { score } of similar ?? []) expect(score).toBeGreaterThan(0);
  });

  it('streams a summary', async () => {
    const id = story().id('letters/contract-maintenance.md');
    const run = await readRun(story().client.follow(summarize, { id }));
    expect(run.result).toMatchObject({ __typename: 'Answer', result: { engine: 'BUILT_IN' } });
    expect(run.text).toBe(run.result.text);
    expect(run.text).toMatch(/agreement|contractor/i);
  });

  it('answers a question with citations that stand where they say, over both transports', async () => {
    const question = 'What monthly fee does the client pay?';
    const run = await readRun(story().client.follow(ask, { question }));
    expect(run.text).toContain('420.00');
    await checkCitations(story(), run);
    const { document } = run.citations[0] ?? {};
    expect(document).toMatchObject({ name: 'letters/contract-maintenance.md', status: 'READY' });
    expect(document?.recommendations?.totalCount).toBeGreaterThanOrEqual(0);

    const overEvents = story().system.client({ transport: 'sse' });
    const again = await readRun(overEvents.follow(ask, { question }));
    expect(again).toEqual(run);
  });

  it('does not answer what no document says', async () => {
    const run = await readRun(
      story().client.follow(ask, { question: 'Who painted the ceiling of the Sistine Chapel?' }),
    );
    expect(run.result.__typename).toBe('InsufficientEvidence');
  });

  it('explains a recommendation, with the places that it rests on', async () => {
    const { id } = await story().recommendation('invoices/factura-olivar-77.html', 'APPROVE');
    const run = await readRun(story().client.follow(explain, { id }));
    expect(run.text).toContain('F-2026-77');
    await checkCitations(story(), run);
  });
}

/** Both ends of every citation: the answer's offsets, and page and characters of the version that it names. */
async function checkCitations(story: Story, { citations, text, result }: ReadRun): Promise<void> {
  expect(result).toMatchObject({ __typename: 'Answer', result: { grounded: true } });
  expect(result.result?.decisionId).toEqual(expect.any(String));
  expect(citations.length).toBeGreaterThan(0);
  for (const citation of citations) {
    const { document, versionId, answerStart, answerEnd } = citation;
    const read = await story.client.request(pagesOfVersion, { id: document?.id ?? '', versionId });
    expect(textAt(read.document?.pages.nodes ?? [], citation)).toBe(citation.quote);
    expect(answerEnd).toBeLessThanOrEqual(codePointLength(text));
    expect(codePointSlice(text, answerStart, answerEnd).replace(/\s+/g, ' ')).toContain(
      citation.quote.replace(/\s+/g, ' ').trim(),
    );
  }
}
