/** A part of a text without a space in it, and where it begins. */
interface LongWord {
  text: string;
  start: number;
}

const space = 0x20;

/**
 * The parts of a text between spaces and line ends that are so long at least. Keys, tokens and addresses are such words,
 * and most of a text is not: patterns that look for them need read no more.
 */
export function longWords(text: string, least: number): LongWord[] {
  const found: LongWord[] = [];
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : space;
    if (code !== space && (code < 0x9 || code > 0xd)) continue;
    if (index - start >= least) found.push({ text: text.slice(start, index), start });
    start = index + 1;
  }
  return found;
}
