export { runLogMigrations } from './migrations.js';
export { keepRunNames, readRunNames } from './names.js';
export { eraseRunEvents, runLogEraser, runLogRetention, withdrawRunEvents } from './retention.js';
export { openRunLog, type RunLogPart } from './run-log.js';
