import { defineJob, type ReviewSummary, type RunsService, z } from 'tributary/sdk';
import { changeDataset, ensureDataset } from './change-dataset.js';
import { documentsNamed, type NewCase } from './dataset.js';

/** What a review shows of an answer of a capability. */
const shownAnswer = z.looseObject({ capability: z.string() });
const kept: readonly string[] = ['REJECTED', 'CORRECTED'];

/**
 * Keeps what a person rejected or corrected in a review as a case of the dataset `reviews.<capability>`: the input, and
 * what came out and was wrong. The same review again changes nothing.
 */
export const keepReview = defineJob({
  id: 'evaluation.keep-review',
  description:
    'Keeps an answer that a person rejected or corrected in a review as a case of `reviews.<capability>`.',
  needs: ['documents', 'reviews', 'runs', 'store', 'clock'],
  payload: z.object({ reviewId: z.uuid(), outcome: z.string() }),
  on: ['review.resolved'],
  async run({ reviewId, outcome }, { documents, reviews, runs, store, clock }) {
    if (!kept.includes(outcome)) return;
    const [review] = await reviews.find([reviewId]);
    const answer = shownAnswer.safeParse(review?.shown);
    if (!review || !answer.success) return;
    const { capability } = answer.data;
    const input = await inputOf(review, runs, async (id) => (await documents.summaries([id]))[0] ?? null);
    if (!input) return;
    const id = `reviews.${capability}`.toLowerCase().slice(0, 60);
    const changing = { store, clock, actor: 'plugin:evaluation' };
    const description = `Answers of ${capability} that people rejected or corrected in reviews.`;
    await ensureDataset(changing, { id, capability, description });
    await changeDataset(changing, id, () => ({
      put: [caseOf(review, outcome, input)],
      remove: [],
      note: `A person said ${outcome} to a review`,
      action: 'keepReview',
    }));
  },
});

function caseOf(review: ReviewSummary, outcome: string, input: unknown): NewCase {
  const { id, comment, shown, madeFrom, documentId } = review;
  const named = [...madeFrom, ...(documentId ? [documentId] : []), ...documentsNamed(input)];
  return {
    id,
    input,
    expected: { review: outcome, wrong: shown, comment },
    source: 'PERSON',
    sourceId: id,
    documentIds: [...new Set(named)],
  };
}

/** The input of the run that is reviewed, or the document as a step gets it. */
async function inputOf(
  { subject, documentId }: ReviewSummary,
  runs: RunsService,
  summary: (id: string) => Promise<{ versionId: string } | null>,
): Promise<unknown> {
  if (subject.type === 'run') return (await runs.find([subject.id]))[0]?.input ?? null;
  const document = documentId ? await summary(documentId) : null;
  return document && { documentId, versionId: document.versionId };
}
