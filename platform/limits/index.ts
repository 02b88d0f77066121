export type { RateLimits } from './port.js';
