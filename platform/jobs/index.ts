export { type DeadLetter, jobEraser, jobRetention, listDeadLetters, redrive } from './dead-letters.js';
export { jobMigrations } from './migrations.js';
export { startWorkerHost, type WorkerHost, type WorkerHostOptions } from './worker-host.js';
