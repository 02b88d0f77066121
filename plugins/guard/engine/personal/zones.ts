/** A part of a text that may hold what is looked for, and where it begins. */
export interface Zone {
  text: string;
  start: number;
}

/** What is looked for is not longer, and no two digits of it stand further apart. */
const margin = 72;

/**
 * The parts of a text around signs whose codes lie between `first` and `last`, so that patterns need not read the rest.
 * Signs that stand close together are in one part, and a part begins and ends at a space where there is one: nothing
 * is cut.
 */
export function zonesOf(text: string, first: number, last: number): Zone[] {
  const zones: Zone[] = [];
  /** Where the part begins that is being read; `to` is -1 before the first. */
  let [from, to] = [0, -1];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < first || code > last) continue;
    if (to < 0) from = index - margin;
    else if (index - margin > to) {
      zones.push(zoneOf(text, from, to));
      from = index - margin;
    }
    to = index + 1 + margin;
  }
  if (to >= 0) zones.push(zoneOf(text, from, to));
  return zones;
}

function zoneOf(text: string, start: number, end: number): Zone {
  const from = start <= 0 ? 0 : spaceAfter(text, start);
  return { text: text.slice(from, spaceAfter(text, end)), start: from };
}

/** The next space, unless it is far away. */
function spaceAfter(text: string, from: number): number {
  const to = Math.min(text.length, from + margin);
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x20 || (code >= 0x9 && code <= 0xd) || (code >= 0x80 && /\s/.test(text.charAt(index))))
      return index;
  }
  return from;
}
