import { fold, normalise } from 'tributary/text';

/** Where the arguments of a call come from. */
export interface Taint {
  /** Something that was read names the tool, and the person did not: what asks for the call is that text. */
  readonly isDirected: boolean;
  /** JSON Pointers of arguments whose values were read, and that the person did not say. */
  readonly places: readonly string[];
}

/** A part of a value that says something by itself: numbers, addresses, ids. */
const data =
  /[\p{L}\p{N}@.:/_+-]*\p{N}[\p{L}\p{N}@.:/_+-]*|[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"']+|https?:\/\/[^\s<>"']+/gu;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const idName = /^id$|Ids?$/;

/**
 * What a turn was told and by whom. The person's words are trusted to say what the person wants; all that was read
 * (documents, results of tools, earlier replies) is not. Ids under the name of an id in a result of ours were made by the
 * system, not by a text.
 */
export class Provenance {
  #said = '';
  #read = '';
  readonly #ids = new Set<string>();

  /** The person's own words. */
  said(text: string): void {
    this.#said += `\n${comparable(text)}`;
  }

  /** Anything else. */
  read(text: string): void {
    this.#read += `\n${comparable(text)}`;
  }

  /** An answer of a tool: read, but for the ids that it names as such. */
  answered(value: unknown, name = ''): void {
    if (typeof value === 'string') {
      if (idName.test(name) && uuid.test(value)) this.#ids.add(value.toLowerCase());
      else this.read(value);
    } else if (typeof value === 'number') this.read(String(value));
    else if (Array.isArray(value)) for (const item of value) this.answered(item, name);
    else if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value)) this.answered(item, key);
  }

  of(tool: string, given: unknown): Taint {
    const name = comparable(tool);
    return {
      isDirected: hasWord(this.#read, name) && !hasWord(this.#said, name),
      places: this.#places(given, ''),
    };
  }

  #places(value: unknown, path: string): string[] {
    if (typeof value === 'string') return this.#isRead(value) ? [path] : [];
    if (typeof value === 'number') return this.#isRead(String(value)) ? [path] : [];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, item]) =>
      this.#places(item, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    );
  }

  #isRead(value: string): boolean {
    if (uuid.test(value) && this.#ids.has(value.toLowerCase())) return false;
    const whole = comparable(value);
    if (whole === '' || hasWord(this.#said, whole)) return false;
    if (hasWord(this.#read, whole)) return true;
    // Put together from pieces: each number and address in it has to come from somewhere.
    return (whole.match(data) ?? []).some((piece) => {
      const bare = piece.replace(/^[.:/_+-]+|[.:/_+-]+$/g, '');
      return bare !== '' && !hasWord(this.#said, bare) && hasWord(this.#read, bare);
    });
  }
}

/** Case, accents, blanks and what nobody sees apart. */
const comparable = (text: string): string => fold(normalise(text, { form: 'NFKC' }).text);

/** Whether it stands in the text by itself, not within a longer word or number. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isInner(text[at - 1], word[0]) && !isInner(text[at + word.length], word.at(-1))) return true;
  }
  return false;
}

const letter = /[\p{L}\p{N}]/u;
const isInner = (outside: string | undefined, edge: string | undefined): boolean =>
  letter.test(outside ?? '') && letter.test(edge ?? '');
