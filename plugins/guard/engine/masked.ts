const longest = 200;
const dot = '•';

/** What a finding shows of its place: personal data and keys as their first and last two characters. */
export function masked(kind: string, quote: string): string {
  if (!/^(?:personal|secret|entity)\./u.test(kind)) return quote.slice(0, longest);
  const signs = [...quote.trim()];
  const shown = signs.length >= 9 ? 2 : signs.length >= 5 ? 1 : 0;
  const last = shown > 0 ? signs.slice(-shown) : [];
  return [...signs.slice(0, shown), dot.repeat(Math.min(8, signs.length - 2 * shown)), ...last].join('');
}
