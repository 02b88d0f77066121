/*
 * Ids are made anew at each run of a test, so a request would never be the same twice. In a cassette stands in their
 * place which of the ids of the request they are: the first, the second, and so on.
 */
const uuid = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi;
const mask = /<id (\d+)>/g;

export class MaskedIds {
  readonly #ids: string[] = [];

  /** @param text in which the ids are numbered in their order */
  constructor(text: string) {
    for (const [id] of text.matchAll(uuid)) if (!this.#ids.includes(id)) this.#ids.push(id);
  }

  mask(text: string): string {
    return text.replace(uuid, (id) => {
      const at = this.#ids.indexOf(id);
      return at < 0 ? id : `<id ${at + 1}>`;
    });
  }

  /** The ids of this request in the places where those of the recorded one stood. */
  unmask(text: string): string {
    return text.replace(mask, (whole, number: string) => this.#ids[Number(number) - 1] ?? whole);
  }
}
