export { createHooks, type HookReceiver, type Hooks } from './hooks.js';
export { hookMigrations } from './migrations.js';
export { hookRetention, hooksEraser } from './retention.js';
