import type { Counter, Gauge, Histogram } from 'prom-client';
import { allOther, keyOf, LabelBound, type Labels } from './label-bound.js';

/** A counter with at most so many series. */
export class BoundedCounter<Label extends string> {
  readonly #counter: Counter<Label>;
  readonly #bound: LabelBound;

  constructor(counter: Counter<Label>, most: number) {
    this.#counter = counter;
    this.#bound = new LabelBound(most);
  }

  inc(labels: Labels<Label>, value = 1): void {
    this.#counter.inc({ ...this.#bound.of(labels) }, value);
  }
}

/** A histogram with at most so many sets of labels. */
export class BoundedHistogram<Label extends string> {
  readonly #histogram: Histogram<Label>;
  readonly #bound: LabelBound;

  constructor(histogram: Histogram<Label>, most: number) {
    this.#histogram = histogram;
    this.#bound = new LabelBound(most);
  }

  observe(labels: Labels<Label>, value: number): void {
    this.#histogram.observe({ ...this.#bound.of(labels) }, value);
  }
}

/** A gauge of one label with at most so many series; the last one shows the others as one. */
export class BoundedGauge<Label extends string> {
  readonly #gauge: Gauge<Label>;
  readonly #bound: LabelBound;
  readonly #asOne: (values: number[]) => number;
  readonly #others = new Map<string, number>();

  constructor(gauge: Gauge<Label>, most: number, asOne: (values: number[]) => number) {
    this.#gauge = gauge;
    this.#bound = new LabelBound(most);
    this.#asOne = asOne;
  }

  set(labels: Labels<Label>, value: number): void {
    const under = this.#bound.of(labels);
    if (under === labels) {
      this.#leaveOthers(labels);
      this.#gauge.set({ ...labels }, value);
    } else {
      this.#others.set(keyOf(labels), value);
      this.#showOthers(under);
    }
  }

  remove(labels: Labels<Label>): void {
    if (this.#leaveOthers(labels)) return;
    this.#bound.forget(labels);
    this.#gauge.remove({ ...labels });
  }

  /** Whether it was one of them. */
  #leaveOthers(labels: Labels<Label>): boolean {
    const wasOther = this.#others.delete(keyOf(labels));
    if (wasOther) this.#showOthers(allOther(labels));
    return wasOther;
  }

  #showOthers(under: Labels<Label>): void {
    if (this.#others.size > 0) {
      this.#gauge.set({ ...under }, this.#asOne([...this.#others.values()]));
    } else {
      this.#bound.forget(under);
      this.#gauge.remove({ ...under });
    }
  }

  get(): ReturnType<Gauge<Label>['get']> {
    return this.#gauge.get();
  }
}
