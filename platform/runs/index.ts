/** `#platform/runs`: starts capabilities and executes them through every layer that a run passes. */

export { type MeterParts, RunMeter, spend } from './meter.js';
export { rightsKey } from './run-identity.js';
export { createCapabilityRunner } from './runner.js';
export type { RunnerParts } from './runner-parts.js';
export { createRunStarter, runJobName, type StarterParts } from './starter.js';
