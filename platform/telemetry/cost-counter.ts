import { Counter, type Registry } from 'prom-client';
import { keyOf, LabelBound, type Labels } from './label-bound.js';

type CostLabels = Labels<'model' | 'plugin'>;

/** A counter of dollars that adds nano-dollars: whole numbers, so that no sum of many small ones is off. */
export class CostCounter {
  readonly #amounts = new Map<string, { labels: CostLabels; nanoUsd: bigint }>();

  readonly #bound: LabelBound;

  constructor(name: string, help: string, registry: Registry, most: number) {
    this.#bound = new LabelBound(most);
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

  add({ model, plugin }: CostLabels, nanoUsd: bigint): void {
    const labels = this.#bound.of({ model, plugin });
    const key = keyOf(labels);
    const known = this.#amounts.get(key);
    if (known) known.nanoUsd += nanoUsd;
    else this.#amounts.set(key, { labels, nanoUsd });
  }
}
