/** Numbers in words, as contracts write periods, in English, German, French and Spanish (folded). */
const numbers: ReadonlyMap<string, number> = new Map(
  Object.entries({
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    eighteen: 18,
    twenty: 20,
    'twenty-four': 24,
    thirty: 30,
    'thirty-six': 36,
    sixty: 60,
    ninety: 90,
    a: 1,
    an: 1,
    einem: 1,
    einer: 1,
    eines: 1,
    ein: 1,
    eine: 1,
    einen: 1,
    zwei: 2,
    drei: 3,
    vier: 4,
    funf: 5,
    sechs: 6,
    sieben: 7,
    acht: 8,
    neun: 9,
    zehn: 10,
    elf: 11,
    zwolf: 12,
    vierundzwanzig: 24,
    dreissig: 30,
    sechsunddreissig: 36,
    sechzig: 60,
    neunzig: 90,
    un: 1,
    une: 1,
    deux: 2,
    trois: 3,
    quatre: 4,
    cinq: 5,
    douze: 12,
    dos: 2,
    tres: 3,
    cuatro: 4,
    cinco: 5,
    seis: 6,
    doce: 12,
  }),
);
const units: readonly [RegExp, string][] = [
  [/^(?:day|tag|jour|dia)/u, 'D'],
  [/^(?:week|woche|semaine|semana)/u, 'W'],
  [/^(?:month|monat|mois|mes)/u, 'M'],
  [/^(?:year|jahr|an(?:s|nee)|ano)/u, 'Y'],
];

/** Text of a period inside a pattern: `twelve (12) months`, `3 Monaten`. */
export const periodPattern = String.raw`(?:\d{1,3}|\p{L}{1,16}(?:-\p{L}{2,8})?)(?:\s*\(\s*[\p{L}\d-]{1,12}\s*\))?\s+(?:full\s+|calendar\s+|business\s+|working\s+|consecutive\s+|ganze\s+)?(?:days?|weeks?|months?|years?|Tage?n?|Wochen?|Monate?n?|Jahre?n?|jours?|semaines?|mois|ans|années?|días?|semanas?|mes(?:es)?|años?)`;

/** A period as a duration of ISO 8601 (`P3M`); null when its number cannot be read. */
export function durationOf(text: string): string | null {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const digits = /\d{1,3}/u.exec(folded)?.[0];
  const word = /^[\p{L}-]+/u.exec(folded.trim())?.[0] ?? '';
  const count = digits === undefined ? numbers.get(word) : Number(digits);
  const last = folded.trim().split(/\s+/u).at(-1) ?? '';
  const unit = units.find(([pattern]) => pattern.test(last))?.[1];
  return count === undefined || count === 0 || unit === undefined ? null : `P${count}${unit}`;
}
