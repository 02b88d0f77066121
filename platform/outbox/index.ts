export {
  claimIntake,
  eraseDecisionContent,
  type IntakeRow,
  intakeWaiting,
  intakeWatermark,
  markChained,
  readAuditContent,
  tenantsWithIntake,
} from './audit-intake.js';
export { type AuditBody, hashAuditBody, hashContent } from './audit-record.js';
export { channels } from './channels.js';
export { outboxEraser } from './eraser.js';
export { insertJob, type NewJob } from './insert-jobs.js';
export { outboxLag } from './lag.js';
export { type LiveEventsPart, openLiveEvents } from './live-events.js';
export { outboxMigrations } from './migrations.js';
export { createOutbox } from './outbox.js';
export { outboxRetention, readEvents } from './published-events.js';
