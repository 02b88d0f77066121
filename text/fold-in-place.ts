/**
 * Lower case without diacritics, keeping the number of UTF-16 units: an index in the result is an index in the text.
 * For matching labels and cues where the place of a match matters; `fold` is for comparing whole texts.
 */
export function foldInPlace(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all but ASCII
  return text.replace(/[^\u0000-\u007f]+/gu, foldRun).toLowerCase();
}

function foldRun(run: string): string {
  let folded = '';
  for (const character of run) {
    const plain = character.normalize('NFD').charAt(0).toLowerCase();
    // Only İ has a lower case of two units, and it is folded to i before.
    folded += character.length === 1 && plain.length === 1 ? plain : character;
  }
  return folded;
}
