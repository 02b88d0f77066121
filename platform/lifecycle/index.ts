export { type CheckResult, Health, type HealthCheck, type Readiness } from './health.js';
export { Lifecycle, type LifecycleOptions, type Stop } from './lifecycle.js';
