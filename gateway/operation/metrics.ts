import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the gateway measures of operations. */
export class OperationMetrics {
  readonly #operations: Counter<'type' | 'outcome'>;
  readonly #seconds: Histogram<'type'>;

  constructor(registry: Registry, openSubscriptions: () => number) {
    const registers = [registry];
    this.#operations = new Counter({
      name: 'tributary_operations_total',
      help: 'Operations by type and outcome (OK, or the code they were refused with)',
      labelNames: ['type', 'outcome'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'tributary_operation_seconds',
      help: 'Time to the answer of queries and mutations',
      labelNames: ['type'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    });
    new Gauge({
      name: 'tributary_subscriptions',
      help: 'Open subscriptions',
      registers,
      collect() {
        this.set(openSubscriptions());
      },
    });
  }

  count(type: string, outcome: string): void {
    this.#operations.inc({ type, outcome });
  }

  answered(type: string, milliseconds: number): void {
    this.#seconds.observe({ type }, milliseconds / 1000);
  }
}
