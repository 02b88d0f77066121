/** A part of a text that may hold what is looked for, and where it begins. */
export interface Zone {
  text: string;
  start: number;
}

/** What is looked for is not longer, and no two digits of it stand further apart. */
const margin = 72;

/**
 * The parts of a text around signs of a kind, so that patterns need not read the rest. Signs that stand close together
 * are in one part, and a part begins and ends at a space where there is one: nothing is cut.
 */
export function zonesOf(text: string, sign: RegExp): Zone[] {
  const zones: { start: number; end: number }[] = [];
  for (const match of text.matchAll(sign)) {
    const last = zones.at(-1);
    const [start, end] = [match.index - margin, match.index + match[0].length + margin];
    if (last && start <= last.end) last.end = end;
    else zones.push({ start, end });
  }
  return zones.map(({ start, end }) => {
    const from = start <= 0 ? 0 : start + Math.max(0, text.slice(start, start + margin).search(/\s/));
    const space = text.slice(end, end + margin).search(/\s/);
    return { text: text.slice(from, space < 0 ? end : end + space), start: from };
  });
}
