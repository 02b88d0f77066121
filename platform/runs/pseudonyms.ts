type Find = (text: string) => readonly { kind: string; start: number; end: number }[];

/** The longest placeholder, and what may be the beginning of one. */
const begun = /<[A-Z_]{0,40}(?:\d{1,6})?$/;
const placeholder = /<[A-Z][A-Z_]{0,40}_\d{1,6}>/g;

/**
 * Placeholders for personal data in one run: the same value is the same placeholder in all that its models are given.
 * The values stay in this process and go with the run.
 */
export class Pseudonyms {
  readonly #find: Find;
  readonly #byValue = new Map<string, string>();
  readonly #byName = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  constructor(find: Find) {
    this.#find = find;
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
    const whole = (text: string) => text.replace(placeholder, (name) => this.#byName.get(name) ?? name);
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
    const key = `${family} ${value}`;
    const known = this.#byValue.get(key);
    if (known) return known;
    const count = (this.#counts.get(family) ?? 0) + 1;
    const name = `<${family}_${count}>`;
    this.#counts.set(family, count);
    this.#byValue.set(key, name);
    this.#byName.set(name, value);
    return name;
  }
}
