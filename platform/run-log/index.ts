export { runLogMigrations } from './migrations.js';
export { eraseRunEvents, runLogEraser, runLogRetention, withdrawRunEvents } from './retention.js';
export { openRunLog, type RunLogPart } from './run-log.js';
