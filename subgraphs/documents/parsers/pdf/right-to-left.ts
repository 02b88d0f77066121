const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
const LEFT_TO_RIGHT = /[\p{L}\p{N}]/u;

/**
 * Joins the pieces of a cell, given from left to right. A cell with Hebrew or Arabic letters reads from its right
 * end; numbers and words of other scripts within it keep their own direction. (The common case of the Unicode
 * bidirectional algorithm, inverted: glyphs are placed in visual order.)
 */
export function inReadingOrder(pieces: readonly string[]): string {
  const strong = pieces.filter((piece) => /\p{L}/u.test(piece));
  const turned = strong.filter((piece) => RIGHT_TO_LEFT.test(piece));
  if (turned.length * 2 <= strong.length || turned.length === 0) return pieces.join('');
  const groups: { turned: boolean; pieces: string[] }[] = [];
  for (const piece of pieces) {
    const keeps = !RIGHT_TO_LEFT.test(piece) && LEFT_TO_RIGHT.test(piece);
    const group = groups.at(-1);
    if (group && group.turned === !keeps) group.pieces.push(piece);
    else groups.push({ turned: !keeps, pieces: [piece] });
  }
  return groups
    .reverse()
    .map((group) => (group.turned ? group.pieces.reverse() : group.pieces).join(''))
    .join('');
}
