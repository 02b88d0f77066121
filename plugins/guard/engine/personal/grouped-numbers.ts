import { ibanLength, isCardNumber, isIban } from 'tributary/text';

/** Where a number stands. */
export interface NumberPlace {
  start: number;
  end: number;
}

const run = /(?<![\p{L}\d])\d(?:[ -]?\d){12,60}/gu;
const shortest = 13;
const longestCard = 19;

/**
 * Payment cards, as one word or in groups. Other numbers may stand right before or behind them, as an expiry date does:
 * each run of groups is tried.
 */
export function findCards(text: string): NumberPlace[] {
  const found: NumberPlace[] = [];
  for (const match of text.matchAll(run)) {
    const groups = [...match[0].matchAll(/\d+/g)].map((group) => ({
      digits: group[0],
      start: match.index + group.index,
    }));
    for (let first = 0; first < groups.length; first++) {
      // Cards begin with 2 to 6; in single digits only a whole run is one.
      const begins = groups[first]?.digits ?? '';
      if (!/^[2-6]/.test(begins) || (begins.length < 3 && first > 0)) continue;
      const last = lastGroup(text, groups, first);
      if (last === null) continue;
      const { start, digits } = groups[last] ?? { start: 0, digits: '' };
      found.push({ start: groups[first]?.start ?? 0, end: start + digits.length });
      first = last;
    }
  }
  return found;
}

/** The group that ends a card which begins with this one: of those that fit, the longest. */
function lastGroup(
  text: string,
  groups: readonly { digits: string; start: number }[],
  first: number,
): number | null {
  let digits = '';
  let best: number | null = null;
  for (let last = first; last < groups.length && digits.length < longestCard; last++) {
    const group = groups[last];
    if (!group) break;
    digits += group.digits;
    if (digits.length < shortest || digits.length > longestCard) continue;
    const next = text.slice(group.start + group.digits.length, group.start + group.digits.length + 1);
    if (/[\p{L}\d]/u.test(next)) continue;
    const sizes = groups.slice(first, last + 1).map((each) => each.digits.length);
    const isWhole = first === 0 && last === groups.length - 1;
    const isGrouped = sizes.every((size) => size >= 3) || (isWhole && sizes.every((size) => size === 1));
    if (isGrouped && isCardNumber(digits)) best = last;
  }
  return best;
}

const ibanStart = /(?<![\p{L}\d])[A-Z]{2}\d{2}(?=[ -]?[A-Z0-9])/giu;
const longestIban = 34;

/** IBANs by length and check digits, as one word or in groups. */
export function findIbanPlaces(text: string): NumberPlace[] {
  const found: NumberPlace[] = [];
  let from = 0;
  for (const match of text.matchAll(ibanStart)) {
    if (match.index < from) continue;
    const length = ibanLength(match[0].slice(0, 2).toUpperCase());
    const end = length === null ? null : endOfCharacters(text, match.index, length);
    if (end === null || !isIban(text.slice(match.index, end).replace(/-/g, ''))) continue;
    found.push({ start: match.index, end });
    from = end;
  }
  return found;
}

/** The place behind the next `count` letters and digits, of which at most one sign each stands apart. */
function endOfCharacters(text: string, start: number, count: number): number | null {
  let seen = 0;
  for (let index = start; index < Math.min(text.length, start + 2 * longestIban); index++) {
    if (/[A-Z0-9]/i.test(text[index] ?? '')) seen++;
    else if (!/[ -]/.test(text[index] ?? '') || /[ -]/.test(text[index - 1] ?? '')) return null;
    if (seen === count) return /[\p{L}\d]/u.test(text[index + 1] ?? '') ? null : index + 1;
  }
  return null;
}
