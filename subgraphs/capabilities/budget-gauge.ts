import type { Metrics } from '#platform/telemetry';

/** Tenants that the metric names: a label for each would be without bound. */
const mostTenants = 20;

/** What is left of the budgets of the month, of the tenants that have least. */
export class BudgetGauge {
  readonly #ratios = new Map<string, number>();

  constructor(private readonly gauge: Metrics['llmBudgetRemaining']) {}

  /** Null: the tenant has no limit. */
  set(tenant: string, ratio: number | null): void {
    this.#forget(tenant);
    if (ratio === null) return;
    if (this.#ratios.size >= mostTenants) {
      const [richest, most] = [...this.#ratios].reduce((a, b) => (b[1] > a[1] ? b : a));
      if (most <= ratio) return;
      this.#forget(richest);
    }
    this.#ratios.set(tenant, ratio);
    this.gauge.set({ tenant }, ratio);
  }

  #forget(tenant: string): void {
    if (this.#ratios.delete(tenant)) this.gauge.remove({ tenant });
  }
}
