/** The channels of NOTIFY, by what a notification on them means. */
export const channels = {
  /** There are events or jobs to move; the payload says of whom, and is empty after the connection was lost. */
  outbox: 'tributary_outbox',
  /** A domain event was committed; the payload is the event with its tenant, or its name and id when it is large. */
  events: 'tributary_events',
  /** An audit record was committed; the payload is its tenant. */
  audit: 'tributary_audit',
} as const;
