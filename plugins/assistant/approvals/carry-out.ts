import { AppError, type Granted, z } from 'tributary/sdk';
import type { Passages } from '../engine/passages.js';
import { problemOf } from '../tools/operation-tool.js';
import { type AssistantTool, isOfTheTool, type ToolServices } from '../tools/tool.js';
import { type Approval, fingerprintOfCall, isExpired, type StoredApproval, writeOf } from './approval.js';
import { subjectsOf } from './decide.js';

interface Outcome {
  readonly outcome: 'DONE' | 'FAILED' | 'REJECTED' | 'EXPIRED' | 'UNKNOWN';
  readonly data: unknown;
  readonly error: string | null;
}
type Services = ToolServices & Granted<'store' | 'clock'>;
/** Of the part of the turn in which it is made. */
interface Part {
  readonly passages: Passages;
  readonly signal: AbortSignal;
}

const messages = {
  REJECTED: 'The person has rejected it.',
  EXPIRED: 'Nobody decided in time; it was not made.',
  UNKNOWN: 'It was begun and its end is not known: look whether it was done before it is asked for again.',
} as const;
/** The longest answer of a change that is kept beside its approval. */
const longestResult = 8_000;

/**
 * Carries out what was approved, once: it is marked before it is sent, so whoever finds the mark knows that it may have
 * been done. Only a call that can be repeated under its key is sent again then.
 */
export async function carryOut(
  { approval, version }: StoredApproval,
  tool: AssistantTool | undefined,
  services: Services,
  part: Part,
): Promise<Outcome> {
  const { state } = approval;
  if (state === 'REJECTED' || state === 'UNKNOWN') return without(state);
  if (state === 'EXECUTED') return { outcome: 'DONE', data: approval.result, error: null };
  if (state === 'FAILED') return { outcome: 'FAILED', data: null, error: approval.error };
  if (state === 'PENDING' || isExpired(approval, services.clock.now())) return without('EXPIRED');
  if (tool?.version !== approval.operation || fingerprintOfCall(approval) !== approval.fingerprint) {
    const error = 'CONFLICT: the call is not what was shown any more: ask for it again.';
    await end(approval, version, { state: 'FAILED', error }, services);
    return { outcome: 'FAILED', data: null, error };
  }
  if (state === 'EXECUTING' && !tool.takesKey) {
    await end(approval, version, { state: 'UNKNOWN', error: messages.UNKNOWN }, services);
    return without('UNKNOWN');
  }
  const marked = { ...approval, state: 'EXECUTING' as const };
  if (!(await services.store.change([writeOf(marked, version)], auditOf(approval, 'beginToolCall')))) {
    throw new AppError('CONFLICT', { reason: 'the approval is carried out elsewhere' });
  }
  return send(marked, version + 1, tool, services, part);
}

async function send(
  approval: Approval,
  version: number,
  tool: AssistantTool,
  services: Services,
  { passages, signal }: Part,
): Promise<Outcome> {
  try {
    const about = { passages, key: approval.id };
    const { data } = await tool.call(approval.arguments, services, about);
    await end(approval, version, { state: 'EXECUTED', result: kept(data) }, services);
    return { outcome: 'DONE', data, error: null };
  } catch (error) {
    // Whether it was done nobody knows: another attempt finds the mark.
    if (!isOfTheTool(error, signal)) throw error;
    if (error.retryable) {
      await end(approval, version, { state: 'UNKNOWN', error: messages.UNKNOWN }, services);
      return without('UNKNOWN');
    }
    await end(approval, version, { state: 'FAILED', error: problemOf(error) }, services);
    return { outcome: 'FAILED', data: null, error: problemOf(error) };
  }
}

async function end(
  approval: Approval,
  version: number,
  ended: Pick<Approval, 'state'> & Partial<Pick<Approval, 'result' | 'error'>>,
  { store }: Services,
): Promise<void> {
  const { state } = ended;
  const audited = auditOf(approval, 'endToolCall', { state });
  await store.change([writeOf({ ...approval, ...ended }, version)], audited);
}

function auditOf(approval: Approval, action: string, body: Record<string, unknown> = {}) {
  const { tool, operation, fingerprint, turnId } = approval;
  return { action, subjects: subjectsOf(approval), body: { tool, operation, fingerprint, turnId, ...body } };
}

const without = (outcome: keyof typeof messages): Outcome => {
  return { outcome, data: null, error: messages[outcome] };
};

function kept(data: unknown): Approval['result'] {
  const plain = z.json().safeParse(data);
  return plain.success && JSON.stringify(plain.data).length <= longestResult ? plain.data : null;
}
