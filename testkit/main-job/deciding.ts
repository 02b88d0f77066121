import { eventually } from '../system.js';
import {
  correctField,
  giveFeedback,
  pagesOfVersion,
  readRecommendation,
  recommendationsForMe,
  reject,
  reprocess,
  resolveReview,
} from './operations.js';
import { fieldValue, type Story, textAt } from './story.js';
import { ask, readRun } from './streams.js';

const olivar = 'invoices/factura-olivar-77.html';
const contract = 'letters/contract-maintenance.md';

/** What people say: reviews, rejections, feedback, corrections, new versions. */
export function describeDeciding(story: () => Story): void {
  it('asks a person, and takes the answer for what was shown', async () => {
    const names = ['orders/bestellung-b-2207.txt', 'invoices/rechnung-baecker-2026-118.pdf'];
    const documents = await Promise.all(names.map((name) => story().document(name)));
    const review = documents
      .flatMap(({ reviews }) => reviews?.nodes ?? [])
      .find(({ subject }) => subject.type === 'Recommendation');
    expect(review).toMatchObject({
      state: 'OPEN',
      reason: expect.stringContaining('differs from its order'),
    });
    if (!review) return;
    const { id: reviewId, fingerprint, subject } = review;
    const stale = await story().change(resolveReview, {
      reviewId,
      outcome: 'APPROVED',
      fingerprint: 'other',
    });
    expect(stale).toMatchObject({ __typename: 'Conflict', code: 'REVIEW_CHANGED' });
    const resolved = await story().change(resolveReview, { reviewId, outcome: 'APPROVED', fingerprint });
    expect(resolved.review).toMatchObject({ state: 'RESOLVED', outcome: 'APPROVED' });
    const opened = await eventually(
      async () => (await story().client.request(readRecommendation, { id: subject.id })).recommendation,
      (recommendation) => recommendation?.state !== 'NEEDS_REVIEW',
    );
    expect(opened?.state).toBe('OPEN');
  });

  it('puts what the caller dislikes behind the rest', async () => {
    const kinds = async () =>
      (await story().client.request(recommendationsForMe, {})).recommendationsForMe.nodes;
    const before = await kinds();
    expect(before.length).toBeGreaterThan(2);
    const [first] = before;
    await story().change(giveFeedback, { recommendationId: first?.id ?? '', value: 'DOWN' });
    const after = await kinds();
    expect(after.map(({ id }) => id)).not.toContain(first?.id);
    expect(after).toHaveLength(before.length - 1);
  });

  it('takes a rejection once', async () => {
    const { id: recommendationId } = await story()
      .recommendation('orders/bestellung-b-2207.txt', 'MATCH_ORDER')
      .catch(() => story().recommendation('invoices/rechnung-baecker-2026-118.pdf', 'MATCH_ORDER'));
    const rejected = await story().change(reject, { recommendationId, comment: 'Another price was agreed' });
    expect(rejected.recommendation).toMatchObject({ id: recommendationId, state: 'REJECTED' });
    const forMe = await story().client.request(recommendationsForMe, {});
    expect(forMe.recommendationsForMe.nodes.map(({ id }) => id)).not.toContain(recommendationId);
  });

  it('keeps what a person corrected when the document is read again', async () => {
    const documentId = story().id(olivar);
    const before = await story().document(olivar);
    const value = 'Restaurante La Parra S.L.';
    const { field } = await story().change(correctField, { documentId, name: 'buyer_name', value });
    expect(field).toMatchObject({ name: 'buyer_name', value, source: 'CORRECTED' });
    await story().change(reprocess, { documentId });
    await eventually(
      () => story().document(olivar),
      ({ status }) => status !== 'PROCESSING',
    );
    const after = await story().document(olivar);
    expect(after.status).toBe('READY');
    const corrected = after.fields.filter(({ name }) => name === 'buyer_name');
    expect(corrected).toMatchObject([
      { value, source: 'CORRECTED', extractedValue: fieldValue(before, 'buyer_name') },
    ]);
    expect(after.fields.map(({ name }) => name).sort()).toEqual(before.fields.map(({ name }) => name).sort());
    expect(after.recommendations?.nodes.map(({ kind }) => kind)).toEqual(
      before.recommendations?.nodes.map(({ kind }) => kind),
    );
  });

  it('knows the same bytes, whatever they are called', async () => {
    const { pages } = await story().document(contract);
    expect(pages.nodes).not.toHaveLength(0);
    const first = await story().upload('note.txt', 'The key of the archive hangs behind the third shelf.');
    const again = await story().upload('renamed.txt', 'The key of the archive hangs behind the third shelf.');
    expect([first.created, again.created, again.id]).toEqual([true, false, first.id]);
    await story().processed('note.txt');
  });

  it('keeps the pages that old citations name when a new version comes', async () => {
    const name = 'handbook.txt';
    await story().upload(
      name,
      'Visitors sign in at the east gate. The east gate opens at seven in the morning.',
    );
    await story().processed(name);
    const old = await story().document(name);
    const run = await readRun(story().client.follow(ask, { question: 'When does the east gate open?' }));
    const cited = run.citations.find(({ document }) => document?.id === old.id);
    expect(cited?.quote).toContain('seven');

    const newer = 'Visitors sign in at the west gate. The west gate opens at eight in the morning.';
    const uploaded = await story().upload(name, newer, old.id);
    expect(uploaded).toMatchObject({ id: old.id, created: true });
    await eventually(
      () => story().document(name),
      ({ status, version }) => version === 2 && status !== 'PROCESSING',
    );
    const current = await story().document(name);
    expect(current).toMatchObject({ status: 'READY', version: 2 });
    expect(current.pages.nodes[0]?.text).toContain('west gate');
    if (!cited) return;
    const { document } = await story().client.request(pagesOfVersion, {
      id: old.id,
      versionId: old.versionId,
    });
    expect(textAt(document?.pages.nodes ?? [], cited)).toBe(cited.quote);
    const foreign = { id: old.id, versionId: (await story().document(contract)).versionId };
    expect((await story().client.request(pagesOfVersion, foreign)).document?.pages.totalCount).toBe(0);
  });
}
