/** `#platform/runs`: starts capabilities and executes them through every layer that a run passes. */

export { createEmbeddingBills } from './embedding-bills.js';
export { restorers } from './kept-pseudonyms.js';
export { type MeterParts, RunMeter } from './meter.js';
export { rightsKey } from './run-identity.js';
export { cancelChannel } from './run-watch.js';
export { createCapabilityRunner } from './runner.js';
export type { RunnerParts } from './runner-parts.js';
export { createRunStarter, runDeadlineJobName, runJobName, type StarterParts } from './starter.js';
export { until } from './until.js';
