/** `#platform/runs`: starts capabilities and executes them through every layer that a run passes. */
export { createCapabilityRunner } from './runner.js';
export type { RunnerParts } from './runner-parts.js';
