export { runLogMigrations } from './migrations.js';
export { eraseRunEvents, runLogEraser, runLogRetention } from './retention.js';
export { openRunLog, type RunLogPart } from './run-log.js';
