import type { ClockService, ResultInfo, RunSummary, RunsService, StoreService } from 'tributary/sdk';
import { z } from 'tributary/sdk';
import { type Approval, approvalsWhere, isExpired } from '../approvals/approval.js';
import { outputOf, type TurnOutput } from '../engine/turn-output.js';
import type { Turn } from './conversation.js';

interface Reading {
  readonly store: StoreService;
  readonly runs: RunsService;
  readonly clock: ClockService;
}

const asked = z.looseObject({ message: z.string() });
const mostRuns = 200;

/** Turns as their owner sees them: what was said stands in their runs, and is shown as long as those may be seen. */
export async function turnViews({ store, runs, clock }: Reading, turns: readonly Turn[]) {
  const ids = turns.flatMap((turn) => turn.runs);
  const found: (RunSummary | null)[] = [];
  for (let at = 0; at < ids.length; at += mostRuns)
    found.push(...(await runs.find(ids.slice(at, at + mostRuns))));
  const byId = new Map(found.flatMap((run) => (run ? [[run.runId, run] as const] : [])));
  return Promise.all(
    turns.map(async (turn) => {
      const parts = turn.runs.map((id) => byId.get(id) ?? null);
      const outputs = parts.map(outputOf);
      const last = parts.at(-1) ?? null;
      const steps = outputs.findLast((output) => output !== null)?.steps ?? [];
      const isWaiting = outputs.at(-1)?.state === 'WAITING';
      const now = clock.now();
      const approvals =
        isWaiting || steps.some(({ approvalId }) => approvalId) ? await approvalsOf(store, turn) : [];
      const text = outputs.flatMap((output) => output?.text || []).join('\n\n');
      const isOver = isWaiting && approvals.every((one) => one.state !== 'PENDING' || isExpired(one, now));
      return {
        id: turn.id,
        conversationId: turn.conversationId,
        at: new Date(turn.at),
        runIds: turn.runs,
        message: asked.safeParse(parts[0]?.input).data?.message ?? null,
        text: text === '' ? null : text,
        ...stateOf(last, outputs.at(-1) ?? null, isOver && approvals.some((one) => isExpired(one, now))),
        steps: steps.map(({ callId, tool, arguments: given, outcome, error }) => {
          return { callId, tool, arguments: given, outcome, error };
        }),
        toolApprovals: approvals.map((approval) => approvalView(approval, now)),
        result: infoOf(last),
      };
    }),
  );
}

/** An approval as its owner sees it. */
export function approvalView(approval: Approval, now: Date) {
  const { owner: _, result: output, createdAt, expiresAt, decidedAt, state, ...shown } = approval;
  return {
    ...shown,
    output,
    state: isExpired(approval, now) ? ('EXPIRED' as const) : state,
    createdAt: new Date(createdAt),
    expiresAt: new Date(expiresAt),
    decidedAt: decidedAt === null ? null : new Date(decidedAt),
  };
}

async function approvalsOf(store: StoreService, { id: turnId }: Turn): Promise<Approval[]> {
  return (await approvalsWhere(store, { turnId })).map(({ approval }) => approval);
}

function stateOf(run: RunSummary | null, output: TurnOutput | null, isExpiredNow: boolean) {
  if (!run) return { state: 'HIDDEN' as const, reason: null };
  if (run.state === 'PENDING' || run.state === 'RUNNING') return { state: 'RUNNING' as const, reason: null };
  if (run.state !== 'FINISHED') return { state: 'FAILED' as const, reason: run.error?.code ?? run.state };
  if (!output) return { state: 'REFUSED' as const, reason: refusalOf(run) };
  return { state: isExpiredNow ? ('EXPIRED' as const) : output.state, reason: output.reason };
}

const infoOf = (run: RunSummary | null): ResultInfo | null => run?.result?.result ?? null;

/** The code of what was answered instead. */
function refusalOf({ result }: RunSummary): string | null {
  if (result?.type === 'Refused') return result.code;
  if (result?.type === 'BudgetExceeded') return 'BUDGET_EXCEEDED';
  return result?.type === 'InsufficientEvidence' ? 'INSUFFICIENT_EVIDENCE' : null;
}
