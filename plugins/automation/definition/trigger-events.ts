/** Domain events that can start a workflow, or end its wait; `plugin.json` names the same. */
export const triggerEvents = [
  'document.uploaded',
  'document.classified',
  'document.extracted',
  'document.indexed',
  'document.processed',
  'document.corrected',
  'document.access.changed',
  'search.matched',
  'insights.found',
  'recommendation.made',
  'recommendation.decided',
  'recommendation.feedback',
  'review.requested',
  'review.escalated',
  'review.resolved',
  'rules.changed',
  'run.finished',
  'budget.warned',
  'notifications.failed',
] as const;
export type TriggerEvent = (typeof triggerEvents)[number];
