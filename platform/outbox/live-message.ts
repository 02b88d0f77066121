import type { DomainEvent, EventName } from 'tributary/sdk';

/** A domain event as it goes over NOTIFY, which takes 8,000 bytes at most. */
export interface LiveMessage {
  tenant: string;
  id: string;
  name: EventName;
  at: string;
  /** Absent when it would be too large: then it is read from the outbox. */
  payload?: Record<string, unknown>;
}

const mostBytes = 7_500;

export function liveMessage(tenant: string, event: DomainEvent): string {
  const { payload, ...head } = { tenant, ...event };
  const whole = JSON.stringify({ ...head, payload });
  return Buffer.byteLength(whole) <= mostBytes ? whole : JSON.stringify(head);
}
