/** So many characters of the canary in a row are no chance: 48 bits. Whoever reads them has less than half of it. */
const canaryRun = 12;
/** So many letters and digits of the instructions in a row are copied. */
const instructionRun = 96;
/** As many characters of base64 hold the same bits. */
const base64Run = (canaryRun / 3) * 4;

/**
 * Finds the canary of a prompt, or a long copy of its instructions, in text as it streams, wherever it is cut: plain,
 * with spaces, signs or invisible characters between the letters, reversed, in ROT13, hexadecimal or Base64 (RFC 4648),
 * and the last two of the reversed and of the rotated. One look-up a form and character, and no text is held back.
 */
export class LeakWatch {
  readonly #instructions: ReadonlySet<string>;
  readonly #plain: ReadonlySet<string>;
  readonly #hex: ReadonlySet<string>;
  readonly #base64: ReadonlySet<string>;
  #letters = '';
  #base64Text = '';
  #known = '';
  #knownCount = 0;
  #passed = 0;

  /** @param instructions may grow while the watch is used */
  constructor(canary: string, instructions: ReadonlySet<string>) {
    this.#instructions = instructions;
    const bare = lettersOf(canary);
    const turned = [canary, bare].flatMap((text) => [text, reversed(text), rotated(text)]);
    this.#plain = new Set(turned.flatMap((text) => runsOf(lettersOf(text), canaryRun)));
    this.#hex = new Set(turned.flatMap((text) => runsOf(Buffer.from(text).toString('hex'), 2 * canaryRun)));
    this.#base64 = new Set(turned.flatMap(base64Forms).flatMap((text) => runsOf(text, base64Run)));
  }

  /** Whether the text gives something away, together with what came before. */
  push(text: string): boolean {
    if (text === '') return false;
    return this.#seesLetters(lettersOf(text)) || this.#seesBase64(text);
  }

  #seesLetters(letters: string): boolean {
    const seen = this.#letters + letters;
    const first = this.#letters.length;
    for (let end = first + 1; end <= seen.length; end += 1) {
      if (this.#plain.has(seen.slice(Math.max(0, end - canaryRun), end))) return true;
      if (this.#hex.has(seen.slice(Math.max(0, end - 2 * canaryRun), end))) return true;
      if (end >= instructionRun && this.#isCopied(seen.slice(end - instructionRun, end))) return true;
    }
    this.#letters = seen.slice(-instructionRun);
    return false;
  }

  /** One search in eight characters is enough: a run that is a little longer is found all the same. */
  #isCopied(run: string): boolean {
    this.#passed = (this.#passed + 1) % 8;
    return this.#passed === 0 && this.#fixed().includes(run);
  }

  #fixed(): string {
    if (this.#instructions.size !== this.#knownCount) {
      this.#knownCount = this.#instructions.size;
      this.#known = [...this.#instructions].map(lettersOf).join('\n');
    }
    return this.#known;
  }

  #seesBase64(text: string): boolean {
    const seen =
      this.#base64Text +
      text
        .replaceAll('-', '+')
        .replaceAll('_', '/')
        .replace(/[^A-Za-z0-9+/]/g, '');
    for (let end = this.#base64Text.length + 1; end <= seen.length; end += 1) {
      if (this.#base64.has(seen.slice(Math.max(0, end - base64Run), end))) return true;
    }
    this.#base64Text = seen.slice(-base64Run);
    return false;
  }
}

/** Letters and digits alone, as readers tell them apart. */
function lettersOf(text: string): string {
  const plain = /[^\0-\x7f]/.test(text) ? text.normalize('NFKC') : text;
  return plain.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function runsOf(text: string, length: number): string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) =>
    text.slice(at, at + length),
  );
}

const reversed = (text: string): string => [...text].toReversed().join('');

function rotated(text: string): string {
  return text.replace(/[a-z]/g, (letter) =>
    String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97),
  );
}

/** In a longer text it can begin at each of the three bytes of a group; the characters at its ends depend on what is around it. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from('\0'.repeat(before) + text)
      .toString('base64')
      .replace(/=+$/, '');
    return encoded.slice(Math.ceil((before * 4) / 3), -2);
  });
}
