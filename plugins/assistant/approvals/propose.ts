import type { ClockService, StoreService } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
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

/** Writes what a person is to approve; a part that is begun anew finds what it proposed before. */
export async function proposeCall(
  { actor: owner, conversationId, turnId }: Pick<OpenTurn, 'actor' | 'conversationId' | 'turnId'>,
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
    conversationId,
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
  await store.change([writeOf(approval, 0)], {
    action: 'proposeToolCall',
    subjects: subjectsOf(approval),
    body: { tool: tool.name, operation: tool.version, fingerprint, turnId, tainted: places.length },
  });
  return approval;
}
