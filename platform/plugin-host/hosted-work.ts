import { type AnyWork, AppError } from 'tributary/sdk';
import type { HostedWork, WorkStep } from '#platform';
import { given, inputSchema } from './hosted-schemas.js';

const defaults = { permission: 'runs:start', concurrency: 4, timeoutMs: 60_000 } as const;
const mostAtOnce = 16;
const longestMs = 600_000;

/** A kind of long work whose code is in this thread. What it answers is checked by who asks. */
export function hostWork(work: AnyWork): HostedWork {
  const { id, description, needs, permission = defaults.permission } = work;
  const { concurrency = defaults.concurrency, timeoutMs = defaults.timeoutMs } = 'run' in work ? work : {};
  return {
    description: {
      id,
      description,
      needs,
      permission,
      payload: inputSchema(work.payload),
      isConducted: !('run' in work),
      concurrency: Math.max(1, Math.min(Math.floor(concurrency), mostAtOnce)),
      timeoutMs: Math.max(1, Math.min(timeoutMs, longestMs)),
    },
    parsePayload: async (payload) => given(work.payload, payload, 'payload'),
    async perform(step, services, signal) {
      return (await performed(work, step, services, signal)) ?? null;
    },
  };
}

async function performed(
  work: AnyWork,
  step: WorkStep,
  services: Parameters<HostedWork['perform']>[1],
  signal: AbortSignal,
): Promise<unknown> {
  if (step.step === 'estimate') return work.estimate(step.payload, services);
  if ('run' in work) {
    if (step.step === 'items') return work.items(step.payload, services, step.after);
    if (step.step === 'run') {
      const { key, payload, workId, attempt } = step;
      return work.run(key, payload, services, { workId, attempt, signal });
    }
  } else {
    if (step.step === 'start') {
      return work.start(step.payload, services, { actor: step.actor, signal });
    }
    if (step.step === 'cancel') return work.cancel(step.workId, services);
  }
  throw new AppError('INTERNAL', { reason: `${work.id} has no step ${step.step}` });
}
