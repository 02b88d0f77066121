import { AppError, itemsBelow, type SchedulesService, type StoreService, z } from 'tributary/sdk';
import { fnv1a } from 'tributary/text';

import { sampleRuns } from './sample-runs.js';

/** Which share of a capability's finished runs is evaluated in the background, and by what. */
export const samplingRule = z.object({
  capability: z.string().min(1).max(200),
  /** From 0 (none) to 1 (all). */
  share: z.number().min(0).max(1),
  evaluators: z.array(z.string()).max(20),
});
export type SamplingRule = z.output<typeof samplingRule>;

const rules = 'sampling';
const scheduleName = 'sampling';
const everyMs = 30_000;

export async function readRules(store: Pick<StoreService, 'list'>): Promise<SamplingRule[]> {
  const found: SamplingRule[] = [];
  for await (const { value } of itemsBelow<SamplingRule>(store, rules, '')) found.push(value);
  return found;
}

/** Sets the rule of a capability; a share of 0 removes it. The schedule stands only while there is a rule. */
export async function setRule(
  { store, schedules }: { store: StoreService; schedules: SchedulesService },
  rule: SamplingRule,
): Promise<SamplingRule[]> {
  if (rule.capability.startsWith('evaluation.')) {
    throw new AppError('BAD_USER_INPUT', { reason: 'capability: what evaluates is not evaluated' });
  }
  if (rule.share > 0 && rule.evaluators.length === 0) {
    throw new AppError('BAD_USER_INPUT', { reason: 'evaluators: name one at least' });
  }
  const body = { share: rule.share, evaluators: rule.evaluators };
  const subjects = [{ type: 'Capability', id: rule.capability }];
  const write = { collection: rules, key: rule.capability, ...(rule.share > 0 && { value: rule }) };
  await store.change([write], { action: 'setSampling', subjects, body });
  const all = await readRules(store);
  if (all.length === 0) await schedules.remove(scheduleName);
  else await schedules.set(scheduleName, { job: sampleRuns, payload: {}, time: { everyMs } });
  return all;
}

/** Whether a run is one of the share: always the same for the same run. */
export function isSampled(runId: string, share: number): boolean {
  // Ids differ in their last digits most, which one round of the hash would leave in its lower bits.
  return fnv1a(`${fnv1a(runId)} ${runId}`) / 2 ** 32 < share;
}
