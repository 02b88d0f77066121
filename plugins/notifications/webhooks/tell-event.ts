import { defineJob, type EventName, type Granted, type JobDefinition, z } from 'tributary/sdk';
import { keepUp } from '../upkeep/upkeep.js';
import { deliverTo } from './deliver-to.js';
import { webhooks } from './webhook.js';

const payload = z.record(z.string(), z.unknown());
const needs = ['store', 'people', 'jobs', 'schedules', 'clock'] as const;
type Needs = (typeof needs)[number];

/** Domain events that webhooks can be told of. Ids and plain facts; those that come many times a second are left out. */
export const toldEvents = [
  'document.uploaded',
  'document.classified',
  'document.extracted',
  'document.processed',
  'document.corrected',
  'document.deleted',
  'search.matched',
  'recommendation.made',
  'recommendation.decided',
  'review.requested',
  'review.assigned',
  'review.escalated',
  'review.resolved',
  'rules.changed',
  'budget.warned',
] as const satisfies readonly EventName[];

/** Tells webhooks of domain events. A tenant without webhooks has no such job. */
export const tellEvent: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'notifications.tell',
  description: 'Tells webhooks of a domain event.',
  needs,
  payload,
  on: toldEvents,
  onlyWith: webhooks,
  async run(data, services: Granted<Needs>, { event }) {
    if (!event) return;
    const { id: eventId, name: topic, at } = event;
    const { documentId = null } = z.looseObject({ documentId: z.uuid().nullish() }).parse(data);
    // What is gone cannot be read by anybody; that it is gone tells its id alone.
    const about = topic === 'document.deleted' ? null : documentId;
    await keepUp(services.schedules);
    await deliverTo(services, { eventId, topic, at, documentId: about, data });
  },
});
