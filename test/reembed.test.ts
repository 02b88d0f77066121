import { changeEmbeddings } from '../testkit/embedding-change.js';

test('searches never fail or mix generations while the embedding model changes; the rollback is immediate', async () => {
  const report = await changeEmbeddings({ documents: 12, passagesEach: 4, added: 6, searchers: 2 });
  expect(report).toMatchObject({
    ...{ failed: [], mixed: 0, recall: 1, lateAfterSwitch: 0, lateAfterRollBack: 0 },
    ...{ added: 6, foundByNew: 3, foundByOld: 3, embeddedAfterRollBack: 0 },
  });
  expect(report.searches).toBeGreaterThan(20);
  // A switch of a name; the bound leaves room for a machine that does other things.
  expect(report.rollBackMs).toBeLessThan(5_000);
}, 300_000);
