import { AppError, errorShape, type JobProgress, z } from 'tributary/sdk';
import type { JobDefinition, JobRun } from '#platform';
import { bindServices } from '../services/bind-services.js';
import type { ServiceParts } from '../services/service-parts.js';

/** The jobs of the platform by which jobs of plugins run, one a queue: what is enabled meanwhile needs no new one. */
const pluginJobs = { ai: 'plugins.job', notify: 'plugins.notice' } as const;
type PluginQueue = keyof typeof pluginJobs;

/** By which of them the job of a plugin runs. */
export const pluginJobOf = ({ queue = 'ai' }: { readonly queue?: PluginQueue }): string => pluginJobs[queue];

export const pluginJobPayload = z.object({ job: z.string(), payload: z.unknown() });

const defaultAttempts = 5;
const mostAttempts = 20;
export const defaultTimeoutMs = 600_000;
const longestMs = 3_600_000;

/** Run the jobs of plugins, as they are when they run. For the worker. */
export function runPluginJobs(parts: ServiceParts): JobDefinition<typeof pluginJobPayload>[] {
  return [runIn('ai', parts), runIn('notify', parts)];
}

function runIn(queue: PluginQueue, parts: ServiceParts): JobDefinition<typeof pluginJobPayload> {
  return {
    name: pluginJobs[queue],
    queue,
    payload: pluginJobPayload,
    attempts: mostAttempts,
    timeoutMs: longestMs,
    async run({ job, payload }, run) {
      const found = parts.contributions.job(job);
      if (!found) {
        const [plugin] = job.split('.');
        throw new AppError('PLUGIN_UNAVAILABLE', { plugin, reason: `no enabled plugin has the job ${job}` });
      }
      const { plugin, hosted } = found;
      parts.pluginSwitches.expectEnabled(run.context.tenant, plugin.id);
      const { needs, attempts = defaultAttempts, timeoutMs = defaultTimeoutMs } = hosted.description;
      const signal = AbortSignal.any([run.signal, AbortSignal.timeout(timeoutMs)]);
      const services = bindServices(parts, { plugin, context: run.context, signal }, needs);
      try {
        const parsed = await hosted.parsePayload(payload);
        await within(signal, { job, limit: timeoutMs }, () =>
          hosted.run(parsed, services, progressOf(parts, run, signal)),
        );
      } catch (error) {
        const shape = errorShape(error);
        const isLast = run.attempt >= attempts;
        throw isLast && shape.retryable ? AppError.fromShape({ ...shape, retryable: false }) : error;
      }
    },
  };
}

/** A job that does not heed its signal is given up, so that it holds no place for ever. */
async function within<Answer>(
  signal: AbortSignal,
  about: { job: string; limit: number },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => reject(new AppError('JOB_TIMEOUT', about, { cause: signal.reason }));
  signal.throwIfAborted();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function progressOf({ database }: ServiceParts, run: JobRun, signal: AbortSignal): JobProgress {
  // What this attempt remembers is not in the row that it began with.
  const remembered = new Map<string, unknown>();
  return {
    jobId: run.id,
    attempt: run.attempt,
    signal,
    rest: () => run.rest(),
    checkpoint: async (step) => remembered.get(step) ?? (await run.checkpoint(step)) ?? null,
    async remember(step, data = true) {
      await database.tenant(run.context.tenant, (tx) => run.effect(tx, step, data));
      remembered.set(step, data);
    },
  };
}
