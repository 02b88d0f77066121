export type Labels<Label extends string = string> = Readonly<Record<Label, string>>;

/** Stands for all that have no series of their own. */
const other = 'other';

/** Labels whose values operators, plugins and tenants bring; those of all others are known to this code. */
const growing: ReadonlySet<string> = new Set([
  'from',
  'gen_ai_provider_name',
  'gen_ai_request_model',
  'model',
  'plugin',
  'provider',
  'subgraph',
  'tenant',
  'to',
]);

/** The part of the sets of labels that may have any values. */
const named = 0.75;

/**
 * Bounds the series of a metric: the first sets of labels are kept as they are, later ones say `other` where values can
 * grow, and at the end everywhere. Which came first stays so, since a counter must not move between series.
 */
export class LabelBound {
  readonly #most: number;
  readonly #known = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  /** What to record under: the same labels, if they have series of their own. */
  of<Label extends string>(labels: Labels<Label>): Labels<Label> {
    if (this.#takes(labels, this.#most * named)) return labels;
    const folded = withOther(labels, (name) => growing.has(name));
    return this.#takes(folded, this.#most - 1) ? folded : allOther(labels);
  }

  /** They have no series any more. */
  forget(labels: Labels): void {
    this.#known.delete(keyOf(labels));
  }

  #takes(labels: Labels, upTo: number): boolean {
    const key = keyOf(labels);
    if (this.#known.has(key)) return true;
    if (this.#known.size >= upTo) return false;
    this.#known.add(key);
    return true;
  }
}

export const keyOf = (labels: Labels): string => JSON.stringify(labels);

export const allOther = <Label extends string>(labels: Labels<Label>): Labels<Label> =>
  withOther(labels, () => true);

function withOther<Label extends string>(
  labels: Labels<Label>,
  isFolded: (name: string) => boolean,
): Labels<Label> {
  const names = Object.keys(labels) as Label[];
  const folded = names.map((name) => [name, isFolded(name) ? other : labels[name]] as const);
  return Object.fromEntries(folded) as Record<Label, string>;
}
