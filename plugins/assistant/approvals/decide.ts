import { AppError, type ClockService, type StoreService } from 'tributary/sdk';
import { type Approval, isExpired, ownApproval, writeOf } from './approval.js';

export interface Decision {
  readonly approvalId: string;
  /** Of exactly what was shown. */
  readonly fingerprint: string;
  readonly decision: 'APPROVE' | 'REJECT';
}

/**
 * Writes what the person said, once. The same answer again changes nothing, so that who got no answer can ask again.
 * Errors: `NOT_FOUND`, `CONFLICT` (another fingerprint, decided otherwise, too late).
 */
export async function decide(
  { store, clock, actor }: { store: StoreService; clock: ClockService; actor: string },
  { approvalId, fingerprint, decision }: Decision,
): Promise<Approval> {
  const { approval, version } = await ownApproval(store, actor, approvalId);
  if (approval.fingerprint !== fingerprint)
    throw new AppError('CONFLICT', { reason: 'this is not what was shown: read the approval anew' });
  const wanted = decision === 'APPROVE' ? 'APPROVED' : 'REJECTED';
  if (approval.state !== 'PENDING') {
    if (isSame(approval, wanted)) return approval;
    throw new AppError('CONFLICT', { reason: `it was decided already: ${approval.state}` });
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
  throw new AppError('CONFLICT', { reason: 'it was decided by another request' });
}

export const subjectsOf = ({ id, conversationId }: Pick<Approval, 'id' | 'conversationId'>) => [
  { type: 'ToolApproval', id },
  { type: 'Conversation', id: conversationId },
];

/** What was approved may have begun by now; once it is over it was used. */
const isSame = ({ state }: Approval, wanted: 'APPROVED' | 'REJECTED'): boolean =>
  state === wanted || (wanted === 'APPROVED' && state === 'EXECUTING');
