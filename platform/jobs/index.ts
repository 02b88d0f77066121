export { type DeadLetter, jobRetention, listDeadLetters, redrive } from './dead-letters.js';
export { jobEraser } from './eraser.js';
export { jobMigrations } from './migrations.js';
export { startWorkerHost, type WorkerHost, type WorkerHostOptions } from './worker-host.js';
