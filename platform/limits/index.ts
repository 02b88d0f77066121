/** `#platform/limits`: how many operations a tenant may do, shared by all processes. */
export { limitsEraser } from './eraser.js';
export { createRateLimits, type RateLimitsParts } from './limits.js';
export { migrations } from './migrations.js';
export type { RateLimits } from './port.js';
