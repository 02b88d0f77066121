import { type ReviewSummary, z } from 'tributary/sdk';
import {
  type Call,
  type LeafKind,
  type LeafServices,
  later,
  type Performed,
  readInput,
  stopped,
} from './leaf-kind.js';

const goesOn = z.enum(['FAIL', 'CONTINUE']);
const input = z.object({
  reason: z.string().min(1),
  shown: z.unknown(),
  document: z.uuid().nullish(),
  assignee: z.string().nullish(),
  approvals: z.union([z.literal(1), z.literal(2)]),
  deadline: z.number(),
  escalate: z.object({ after: z.number(), to: z.string().min(1) }).optional(),
  exclude: z.array(z.string()),
  onRejected: goesOn,
  onExpired: goesOn,
});
type Input = z.output<typeof input>;

/** A person's decision on exactly what the step shows; the same run and step is the same question. */
export const approvalKind: LeafKind<'approval'> = {
  type: 'approval',
  template: ({
    reason,
    shown,
    document,
    assignee,
    approvals,
    deadline,
    escalate,
    exclude,
    onRejected,
    onExpired,
  }) => ({
    reason,
    shown,
    approvals,
    deadline,
    exclude,
    onRejected,
    onExpired,
    ...(document && { document }),
    ...(assignee && { assignee }),
    ...(escalate && { escalate }),
  }),
  isRepeatable: () => true,
  mayRetry: () => true,
  async perform(given, services, call) {
    const asked = readInput(input, given, call.path);
    const { reviewId } = await services.reviews.request({
      reason: asked.reason,
      documentId: asked.document ?? null,
      evidence: [],
      deadline: later(call.startedAt, asked.deadline),
      subject: subjectOf(call),
      // Its fingerprint is that of this, so no other run's question is taken for it.
      shown: { workflow: call.workflow, run: call.runId, step: call.path, shown: asked.shown },
      madeFrom: call.documentIds,
      kind: call.workflow,
      assignee: asked.assignee ?? null,
      approvals: asked.approvals,
      exclude: asked.exclude,
      escalation: asked.escalate ? { afterMs: asked.escalate.after, to: asked.escalate.to } : null,
      onDeadline: 'EXPIRE',
    });
    return lookAt(reviewId, asked, services, call);
  },
  look: (given, { ref }, services, call) =>
    lookAt(ref ?? '', readInput(input, given, call.path), services, call),
};

export const subjectOf = ({ runId, path }: Pick<Call, 'runId' | 'path'>) => ({
  type: 'automation.step',
  id: `${runId}/${path}`,
});

async function lookAt(
  reviewId: string,
  { onRejected, onExpired }: Input,
  { reviews }: LeafServices,
  call: Call,
): Promise<Performed> {
  const [review] = await reviews.find([reviewId]);
  if (!review) throw stopped(call.path, 'The review is gone', 'Start the workflow anew.');
  if (review.state === 'OPEN' || review.state === 'PARTLY_APPROVED') {
    return {
      state: 'WAITING',
      waiting: { kind: 'REVIEW', ref: reviewId, dueAt: null, giveUpAt: review.deadline },
      watch: { subject: `review.resolved ${reviewId}`, where: null },
    };
  }
  if (review.state === 'EXPIRED' && onExpired === 'FAIL') {
    throw stopped(call.path, 'Nobody decided in time', 'Give it more time, or somebody to escalate to.');
  }
  if (review.outcome === 'REJECTED' && onRejected === 'FAIL') {
    throw stopped(call.path, 'A person rejected it', 'Nothing is to be done; start anew if it was wrong.');
  }
  return { state: 'DONE', output: outputOf(review) };
}

const outputOf = ({ id, outcome, state, comment, decisions, fingerprint }: ReviewSummary) => ({
  reviewId: id,
  outcome: outcome ?? state,
  comment,
  fingerprint,
  decidedBy: decisions.map(({ by }) => by),
});
