/**
 * Lower case without diacritics, keeping the number of UTF-16 units: an index in the result is an index in the text.
 * For matching labels and cues where the place of a match matters; `fold` is for comparing whole texts.
 */
export function foldInPlace(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII needs no folding
  if (/^[\u0000-\u007f]*$/.test(text)) return text.toLowerCase();
  let folded = '';
  for (const character of text) {
    const plain = character.normalize('NFD').charAt(0).toLowerCase();
    folded += character.length === 1 && plain.length === 1 ? plain : character;
  }
  return folded;
}
