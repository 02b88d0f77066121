/** Each named statement costs every connection that has used it some tens of kilobytes in the database. */
const mostNames = 150;
const mostCounted = 1_000;
const longest = 4_000;
const usesBefore = 3;

/**
 * Names for statements that come again and again: Postgres then parses and plans them once a connection, which is
 * half of its work for short ones. Texts that grow with a list come too seldom in the same form to get one.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #uses = new Map<string, number>();

  /** The same name for the same text, or undefined: then it is sent without one. */
  nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= mostNames || text.length > longest) return known;
    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses <= usesBefore) {
      if (this.#uses.size >= mostCounted) this.#uses.clear();
      this.#uses.set(text, uses);
      return undefined;
    }
    this.#uses.delete(text);
    const name = `tributary_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}
