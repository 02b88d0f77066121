import { Counter, type Registry } from 'prom-client';

type Labels = Readonly<Record<'model' | 'plugin', string>>;

/** A counter of dollars that adds nano-dollars: whole numbers, so that no sum of many small ones is off. */
export class CostCounter {
  readonly #amounts = new Map<string, { labels: Labels; nanoUsd: bigint }>();

  constructor(name: string, help: string, registry: Registry) {
    const amounts = this.#amounts;
    new Counter({
      name,
      help,
      labelNames: ['model', 'plugin'],
      registers: [registry],
      collect() {
        this.reset();
        for (const { labels, nanoUsd } of amounts.values()) this.inc({ ...labels }, Number(nanoUsd) / 1e9);
      },
    });
  }

  add(labels: Labels, nanoUsd: bigint): void {
    const key = JSON.stringify([labels.model, labels.plugin]);
    const known = this.#amounts.get(key);
    if (known) known.nanoUsd += nanoUsd;
    else this.#amounts.set(key, { labels, nanoUsd });
  }
}
