import { z } from 'tributary/sdk';
import { bound, condition } from '../definition/condition.js';
import { isPast, type LeafKind, later, readInput, stopped } from './leaf-kind.js';

const input = z.object({
  for: z.number().optional(),
  until: z.iso.datetime({ offset: true }).or(z.iso.date()).optional(),
  event: z.string().optional(),
  where: condition.optional(),
  giveUp: z.number(),
  onGiveUp: z.enum(['FAIL', 'CONTINUE']),
});

/** A time, or a domain event. The event comes as the `ref` of what is waited for. */
export const waitKind: LeafKind<'wait'> = {
  type: 'wait',
  template: ({ for: duration, until, event, where, giveUp, onGiveUp }, data) => ({
    giveUp,
    onGiveUp,
    ...(duration && { for: duration }),
    ...(until && { until }),
    ...(event && { event }),
    ...(where && { where: bound(where, data) }),
  }),
  isRepeatable: () => true,
  mayRetry: () => true,
  async perform(given, _services, call) {
    const asked = readInput(input, given, call.path);
    if (asked.event === undefined) {
      const dueAt = asked.until ? new Date(asked.until).toISOString() : later(call.startedAt, asked.for ?? 0);
      return { state: 'WAITING', waiting: { kind: 'TIME', ref: null, dueAt, giveUpAt: null } };
    }
    const giveUpAt = later(call.startedAt, asked.giveUp);
    return {
      state: 'WAITING',
      waiting: { kind: 'EVENT', ref: null, dueAt: giveUpAt, giveUpAt },
      watch: { subject: `${asked.event} *`, where: asked.where ?? null },
    };
  },
  async look(given, waiting, _services, call) {
    const asked = readInput(input, given, call.path);
    if (waiting.kind === 'TIME') return { state: 'DONE', output: { at: waiting.dueAt } };
    const [event] = await call.arrivals();
    if (event) return { state: 'DONE', output: { event } };
    if (!isPast(waiting.giveUpAt, call)) {
      return {
        state: 'WAITING',
        waiting,
        watch: { subject: `${asked.event} *`, where: asked.where ?? null },
      };
    }
    if (asked.onGiveUp === 'CONTINUE') return { state: 'DONE', output: { event: null } };
    throw stopped(call.path, `No ${asked.event} came in time`, 'Give it more time, or go on without.');
  },
};
