import { defineJob, type Granted, type JobDefinition, type SchedulesService, z } from 'tributary/sdk';
import { letters } from '../letters/letter.js';
import { messages } from '../messages/message.js';
import { deliveries } from '../webhooks/delivery.js';
import { forgetOld } from './forget.js';
import { takeUpLost } from './take-up.js';

const payload = z.object({});
const needs = ['store', 'events', 'jobs', 'schedules', 'settings', 'works', 'clock', 'log'] as const;
type Needs = (typeof needs)[number];

const schedule = 'upkeep';
const oftenMs = 300_000;
const dailyAt = '03:30';

/** Finds what lost its job, and forgets what is old. Comes round often while something is on its way, else once a day. */
export const upkeep: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'notifications.upkeep',
  description: 'Takes up what lost its job, and forgets old notifications, letters and deliveries.',
  needs,
  payload,
  queue: 'notify',
  async run(_payload, services: Granted<Needs>, { signal, rest }) {
    const { store, schedules } = services;
    await takeUpLost(services, signal);
    await forgetOld(services, { signal, rest });
    if (await isOnItsWay(store)) return;
    await schedules.set(schedule, { job: upkeep, payload: {}, time: { dailyAt } });
    // Something may have begun in between.
    if (await isOnItsWay(store)) await keepUp(schedules);
  },
});

/** Has it looked at soon whether what begins now has lost its job. To be called before it begins. */
export const keepUp = (schedules: SchedulesService): Promise<void> =>
  schedules.set(schedule, { job: upkeep, payload: {}, time: { everyMs: oftenMs } });

async function isOnItsWay(store: Granted<'store'>['store']): Promise<boolean> {
  const open = [
    store.count(messages, { where: { isSending: true } }),
    store.count(letters, { where: { state: 'PENDING' } }),
    store.count(deliveries, { where: { state: 'PENDING' } }),
    store.count(deliveries, { where: { state: 'RETRYING' } }),
  ];
  return (await Promise.all(open)).some((count) => count > 0);
}
