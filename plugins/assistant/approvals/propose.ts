import { AppError, type ClockService, type StoreService } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { stillThere } from '../conversations/conversation.js';
import type { OpenTurn } from '../engine/open-turn.js';
import type { Step } from '../engine/turn-output.js';
import type { AssistantTool } from '../tools/tool.js';
import { type Approval, approvalMs, approvalsWhere, fingerprintOfCall, writeOf } from './approval.js';
import { subjectsOf } from './decide.js';

interface Proposal {
  readonly tool: AssistantTool;
  readonly given: Step['arguments'];
  /** Which arguments were read somewhere. */
  readonly places: readonly string[];
}

/**
 * Writes what a person is to approve; a part that is begun anew finds what it proposed before.
 * Errors: `NOT_FOUND` when the conversation was deleted meanwhile.
 */
export async function proposeCall(
  { actor: owner, conversation, turnId }: Pick<OpenTurn, 'actor' | 'conversation' | 'turnId'>,
  { tool, given, places }: Proposal,
  { store, clock }: { store: StoreService; clock: ClockService },
): Promise<Approval> {
  const now = clock.now();
  const call = {
    owner,
    turnId,
    tool: tool.name,
    operation: tool.version,
    arguments: given as Approval['arguments'],
  };
  const fingerprint = fingerprintOfCall(call);
  const known = await approvalsWhere(store, { turnId });
  const same = known.find(
    ({ approval: { state, ...one } }) => state === 'PENDING' && one.fingerprint === fingerprint,
  );
  if (same) return same.approval;
  const approval: Approval = {
    id: newId(),
    ...call,
    conversationId: conversation.id,
    description: tool.description,
    tainted: [...places],
    fingerprint,
    state: 'PENDING',
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + approvalMs).toISOString(),
    decidedAt: null,
    result: null,
    error: null,
  };
  const audited = {
    action: 'proposeToolCall',
    subjects: subjectsOf(approval),
    body: { tool: tool.name, operation: tool.version, fingerprint, turnId, tainted: places.length },
  };
  if (await store.change([writeOf(approval, 0), stillThere(conversation)], audited)) return approval;
  throw new AppError('NOT_FOUND', { thing: 'The conversation' });
}
