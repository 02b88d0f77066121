import { isControl, type Step, stepsBelow } from '../definition/step.js';
import { subjectOf } from '../leaves/approval.js';
import type { Journal } from './journal.js';
import type { Turn } from './turn.js';
import type { TurnServices } from './turn-services.js';
import { clearing } from './waiting.js';

/** Ends what still waits: nobody is asked any more, and no run goes on. */
export async function settleOpen(
  journal: Journal,
  { reviews, runs }: Pick<TurnServices, 'reviews' | 'runs'>,
): Promise<void> {
  for (const record of journal.records) {
    if (record.state !== 'WAITING' && record.state !== 'RETRYING' && record.state !== 'RUNNING') continue;
    const { kind, ref } = record.waiting ?? {};
    if (kind === 'REVIEW') await reviews.withdraw(subjectOf({ runId: record.run, path: record.path }));
    if (kind === 'RUN' && ref) await runs.cancel(ref).catch(() => undefined);
    const ended = {
      ...record,
      state: 'CANCELLED' as const,
      waiting: null,
      endedAt: journal.now().toISOString(),
    };
    await journal.write(ended, { writes: clearing(record) });
  }
}

/** Undoes the steps that were done, the last one first. */
export async function compensate(journal: Journal, turn: Turn, steps: readonly Step[]): Promise<void> {
  const undos = new Map(
    stepsBelow(steps).flatMap(({ step }) =>
      !isControl(step) && step.compensate ? [[step.name, step.compensate] as const] : [],
    ),
  );
  const done = journal.records
    .filter(({ state, undo }) => state === 'DONE' && undo !== null)
    .sort((one, other) => other.order - one.order);
  for (const record of done) {
    const undo = undos.get(record.name);
    if (undo) await turn.undo(undo, record);
  }
}
