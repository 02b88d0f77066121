type Find = (text: string) => readonly { kind: string; start: number; end: number }[];

/** The longest placeholder, and what may be the beginning of one. */
const begun = /<[A-Z_]{0,40}(?:\d{1,6})?$/;
const placeholder = /<[A-Z][A-Z_]{0,40}_\d{1,6}>/g;

/** Each placeholder with the value that it stands for. */
export type Named = readonly (readonly [name: string, value: string])[];

/**
 * Placeholders for personal data in one run: the same value is the same placeholder in all that its models are given,
 * and in the runs that follow it.
 */
export class Pseudonyms {
  readonly #find: Find;
  readonly #byValue = new Map<string, string>();
  readonly #byName = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** @param earlier those of the run that this one follows */
  constructor(find: Find, earlier: Named = []) {
    this.#find = find;
    for (const [name, value] of earlier) this.#add(name, value);
  }

  /** All that were given so far. */
  get named(): Named {
    return [...this.#byName];
  }

  /** The text with placeholders such as `<EMAIL_1>`. */
  hide(text: string): string {
    let hidden = '';
    let from = 0;
    for (const { kind, start, end } of [...this.#find(text)].sort((one, other) => one.start - other.start)) {
      if (start < from) continue;
      hidden += text.slice(from, start) + this.#nameOf(kind, text.slice(start, end));
      from = end;
    }
    return hidden + text.slice(from);
  }

  /** Puts the values back while text streams; what may be the beginning of a placeholder waits, at most 50 characters. */
  open(): { push(text: string): string; end(): string } {
    let held = '';
    const whole = (text: string) => restored(text, this.#byName);
    return {
      push(text) {
        held += text;
        const at = begun.exec(held)?.index ?? held.length;
        const ready = held.slice(0, at);
        held = held.slice(at);
        return whole(ready);
      },
      end() {
        const last = whole(held);
        held = '';
        return last;
      },
    };
  }

  #nameOf(kind: string, value: string): string {
    const family = (kind.split('.').at(-1) ?? kind).toUpperCase().replace(/[^A-Z]+/g, '_');
    const known = this.#byValue.get(`${family} ${value}`);
    if (known) return known;
    const name = `<${family}_${(this.#counts.get(family) ?? 0) + 1}>`;
    this.#add(name, value);
    return name;
  }

  #add(name: string, value: string): void {
    const [, family = '', count = ''] = /^<([A-Z_]+)_(\d+)>$/.exec(name) ?? [];
    this.#counts.set(family, Math.max(this.#counts.get(family) ?? 0, Number(count)));
    this.#byValue.set(`${family} ${value}`, name);
    this.#byName.set(name, value);
  }
}

/** The text with the values in place of their placeholders; one that is not known stays. */
export function restored(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(placeholder, (name) => values.get(name) ?? name);
}
