/** `tributary/testkit`: a whole system around a plugin, and the contract that every plugin keeps. For tests only. */
export type { ContractFacts, ContractOptions } from './plugin/contract/facts.js';
export { describePlugin } from './plugin/describe-plugin.js';
export { ManualClock } from './plugin/manual-clock.js';
export type { ScriptedModel } from './plugin/scripted-model.js';
export { createTestHost, type TestHost, type TestHostOptions } from './plugin/test-host.js';
export type { RecordedRun, RunOptions, RunResult, TestTenant } from './plugin/test-tenant.js';
