import { AppError, type ClockService, type RunsService, type StoreService, z } from 'tributary/sdk';
import { ownTurn } from '../conversations/conversation.js';
import { outputOf } from '../engine/turn-output.js';
import { type Approval, isExpired, ownApproval, writeOf } from './approval.js';

export interface Decision {
  readonly approvalId: string;
  /** Of exactly what was shown. */
  readonly fingerprint: string;
  readonly decision: 'APPROVE' | 'REJECT';
}
interface Deciding {
  readonly store: StoreService;
  readonly clock: ClockService;
  readonly runs: RunsService;
  readonly actor: string;
}

/**
 * Writes what the person said, once. The same answer again changes nothing, so that who got no answer can ask again.
 * What is refused is recorded. Errors: `NOT_FOUND`, `CONFLICT` (another fingerprint, decided otherwise, too late, not
 * what the turn waits for).
 */
export async function decide(deciding: Deciding, decision: Decision): Promise<Approval> {
  try {
    return await decideOnce(deciding, decision);
  } catch (error) {
    if (error instanceof AppError && !error.retryable) await recordRefusal(deciding.store, decision, error);
    throw error;
  }
}

async function decideOnce(
  { store, clock, runs, actor }: Deciding,
  { approvalId, fingerprint, decision }: Decision,
): Promise<Approval> {
  const { approval, version } = await ownApproval(store, actor, approvalId);
  if (approval.fingerprint !== fingerprint)
    throw new AppError('CONFLICT', { reason: 'this is not what was shown: read the approval anew' });
  await expectWaiting(approval, { store, runs, actor });
  const wanted = decision === 'APPROVE' ? 'APPROVED' : 'REJECTED';
  if (approval.state !== 'PENDING') {
    if (isSame(approval, wanted)) return approval;
    const reason = `it was decided already (${approval.state}) and serves once: ask the assistant again`;
    throw new AppError('CONFLICT', { reason });
  }
  if (isExpired(approval, clock.now()))
    throw new AppError('CONFLICT', { reason: 'the ten minutes to decide are over: ask the assistant again' });
  const decided: Approval = { ...approval, state: wanted, decidedAt: clock.now().toISOString() };
  const { tool, operation, tainted, turnId } = approval;
  const audited = {
    action: decision === 'APPROVE' ? 'approveToolCall' : 'rejectToolCall',
    subjects: subjectsOf(approval),
    body: { tool, operation, fingerprint, turnId, tainted: tainted.length },
  };
  if (await store.change([writeOf(decided, version)], audited)) return decided;
  throw new AppError('CONFLICT', { reason: 'it was decided by another request: read the turn anew' });
}

/** What nobody would carry out is not decided: the turn has to wait for it, and its owner has to see the turn. */
async function expectWaiting(
  { id, conversationId, turnId, state }: Approval,
  { store, runs, actor }: Omit<Deciding, 'clock'>,
): Promise<void> {
  const turn = await ownTurn(store, actor, { conversationId, turnId });
  const [run] = await runs.find([turn.runs.at(-1) ?? '']);
  const refuse = (reason: string) => new AppError('CONFLICT', { reason });
  if (!run) throw refuse('the turn rests on documents that you may not read now: ask the assistant again');
  if (state !== 'PENDING') return;
  if (run.state === 'PENDING' || run.state === 'RUNNING')
    throw refuse('the assistant is still at work on the turn: decide once the turn waits');
  const output = outputOf(run);
  if (output?.state !== 'WAITING' || !output.steps.some(({ approvalId }) => approvalId === id))
    throw refuse('the turn does not wait for it any more: ask the assistant again');
}

const sha256 = /^[0-9a-f]{64}$/;

/** Who tried what, and why it was refused; of another's approval only the id that was given. */
async function recordRefusal(
  store: StoreService,
  { approvalId, fingerprint, decision }: Decision,
  { code, message }: AppError,
): Promise<void> {
  await store.change([], {
    action: 'refuseToolCallDecision',
    subjects: z.uuid().safeParse(approvalId).success ? [{ type: 'ToolApproval', id: approvalId }] : [],
    body: { decision, fingerprint: sha256.test(fingerprint) ? fingerprint : null, code, reason: message },
  });
}

export const subjectsOf = ({ id, conversationId }: Pick<Approval, 'id' | 'conversationId'>) => [
  { type: 'ToolApproval', id },
  { type: 'Conversation', id: conversationId },
];

/** What was approved may have begun by now; once it is over it was used. */
const isSame = ({ state }: Approval, wanted: 'APPROVED' | 'REJECTED'): boolean =>
  state === wanted || (wanted === 'APPROVED' && state === 'EXECUTING');
