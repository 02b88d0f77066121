import { screenDocument } from '../plugins/guard/engine/screen-document.js';
import { parseDocument } from '../subgraphs/documents/parsers/parse-document.js';
import { detectionCases } from './ai-detection.fixture.js';

/*
 * AI-13: how well the guard tells files that carry orders to a model from files that only sound like them. It is
 * advisory: what an order could do is prevented elsewhere (AI-01 to AI-07).
 */

test('of 120 hidden and disguised orders nine in ten are found, of 80 look-alikes at most one is held', async () => {
  const cases = detectionCases();
  expect(cases.map(({ isAttack }) => isAttack)).toHaveLength(200);
  const judged = await Promise.all(
    cases.map(async ({ name, file, bytes, isAttack }) => {
      const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
      const { pages, hidden } = await parseDocument(content, { name: file, mediaType: null });
      const { findings } = screenDocument(pages, hidden);
      const isFound = findings.some(
        ({ kind, verdict }) => kind.startsWith('instruction.') && verdict !== 'ALLOW',
      );
      return { name, isAttack, isFound };
    }),
  );
  const attacks = judged.filter(({ isAttack }) => isAttack);
  const missed = attacks.filter(({ isFound }) => !isFound).map(({ name }) => name);
  const held = judged.filter(({ isAttack, isFound }) => !isAttack && isFound).map(({ name }) => name);
  expect(missed.length).toBeLessThanOrEqual(attacks.length / 10);
  expect(held.length).toBeLessThanOrEqual(1);
});
