/** The least number of inserted, deleted and replaced code points between two texts (Levenshtein 1966). */
export function levenshtein(left: string, right: string): number {
  const first = [...left];
  const second = [...right];
  let previous = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (const [row, character] of first.entries()) {
    const current = [row + 1];
    for (const [column, other] of second.entries()) {
      const replaced = (previous[column] ?? 0) + (character === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[second.length] ?? 0;
}

/** 1 for equal texts, 0 for wholly different ones: 1 - distance / longer length. */
export function levenshteinSimilarity(left: string, right: string): number {
  const longer = Math.max([...left].length, [...right].length);
  return longer === 0 ? 1 : 1 - levenshtein(left, right) / longer;
}

/** The Jaro-Winkler similarity, 0..1, prefix weight 0.1 up to four characters (Winkler 1990): good for names. */
export function jaroWinkler(left: string, right: string): number {
  const first = [...left];
  const second = [...right];
  const base = jaro(first, second);
  let prefix = 0;
  while (prefix < 4 && prefix < first.length && first[prefix] === second[prefix]) prefix++;
  return base + prefix * 0.1 * (1 - base);
}

function jaro(first: readonly string[], second: readonly string[]): number {
  if (first.length === 0 && second.length === 0) return 1;
  const reach = Math.max(0, Math.floor(Math.max(first.length, second.length) / 2) - 1);
  const taken = new Set<number>();
  const matched: string[] = [];
  for (const [index, character] of first.entries()) {
    const last = Math.min(second.length - 1, index + reach);
    for (let other = Math.max(0, index - reach); other <= last; other++) {
      if (taken.has(other) || second[other] !== character) continue;
      taken.add(other);
      matched.push(character);
      break;
    }
  }
  if (matched.length === 0) return 0;
  const mirrored = [...taken].sort((a, b) => a - b).map((index) => second[index]);
  const transposed = matched.filter((character, index) => character !== mirrored[index]).length / 2;
  const count = matched.length;
  return (count / first.length + count / second.length + (count - transposed) / count) / 3;
}

/**
 * The least number of inserted, deleted, replaced and exchanged neighbouring UTF-16 units (Damerau 1964; optimal string
 * alignment), or more than `most` as soon as it is known to be more.
 */
export function damerauLevenshtein(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1];
      let steps = Math.min(
        (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
      );
      const isExchange =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isExchange) steps = Math.min(steps, (before[column - 2] ?? 0) + 1);
      current.push(steps);
      least = Math.min(least, steps);
    }
    if (least > most && Math.min(...previous) > most) return most + 1;
    before = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}
