import type { Outbox, Platform, RuleEngine, RunLog, TenantScreening } from '#platform';
import type { ModelLayer } from '#platform/models';
import type { ServiceParts } from '#platform/plugin-host';
import type { Tracing } from '#platform/telemetry';

/** What the capability runner stands on. */
export interface RunnerParts extends ServiceParts, Pick<Platform, 'metrics'> {
  readonly outbox: Outbox;
  readonly runLog: RunLog;
  readonly rules: RuleEngine;
  readonly screening: TenantScreening;
  readonly tracing: Tracing;
  /** Null when no model is configured. */
  readonly models: ModelLayer | null;
}
