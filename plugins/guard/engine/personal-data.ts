import type { Finding, Severity } from './finding.js';
import { type DigitSigns, digitSignsOf } from './personal/digit-signs.js';
import { type Form, forms } from './personal/forms.js';
import { findCards, findIbanPlaces, type NumberPlace } from './personal/grouped-numbers.js';
import { anyName, checkedForms, namedForms } from './personal/national-forms.js';
import { plainOf } from './personal/plain.js';
import { zonesOf } from './personal/zones.js';

const [zero, nine, at] = [0x30, 0x39, 0x40];
const addressForms = forms.filter(({ sign }) => sign === '@');
/** Every other kind has digits. */
const numericForms = [...forms.filter(({ sign }) => sign !== '@'), ...checkedForms];
const leastOfIban = 8;
const leastOfCard = 13;
const nearCharacters = 60;
const beforeCharacters = 30;
/** As many of a kind as a list of findings shows; more say nothing new. */
const mostOfAKind = 100;

/** Personal data: numbers by their check digits, addresses by their form. Places are those of the given text. */
export function findPersonalData(text: string): Finding[] {
  const plain = plainOf(text);
  const found = [
    ...zonesOf(plain.text, zero, nine).flatMap((zone) => moved(zone.start, inDigits(zone.text))),
    ...zonesOf(plain.text, at, at).flatMap(({ text: zone, start }) =>
      moved(
        start,
        addressForms.flatMap((form) => byForm(zone, form)),
      ),
    ),
  ];
  return few(gravest(found)).map((each) => ({
    ...each,
    start: plain.at(each.start),
    end: plain.at(each.end - 1) + 1,
  }));
}

function moved(by: number, found: readonly Finding[]): Finding[] {
  return found.map((each) => ({ ...each, start: each.start + by, end: each.end + by }));
}

function few(found: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  return found.filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= mostOfAKind;
  });
}

function byForm(text: string, form: Form): Finding[] {
  const { kind, severity, pattern, near, unless, holds } = form;
  const found: Finding[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match && found.length <= mostOfAKind; match = pattern.exec(text)) {
    const end = match.index + match[0].length;
    const start = end - (match.groups?.value ?? match[0]).length;
    if (holds?.(match[0]) === false) continue;
    if (near?.test(text.slice(Math.max(0, start - nearCharacters), end + nearCharacters)) === false) continue;
    if (unless?.test(text.slice(Math.max(0, start - beforeCharacters), start))) continue;
    found.push(finding(kind, severity, start, end));
  }
  return found;
}

/** What a part with such digits can hold. */
function inDigits(zone: string): Finding[] {
  const signs = digitSignsOf(zone);
  const found: Finding[] = [];
  if (signs.together >= leastOfIban) found.push(...numbers('iban', 'INFO', findIbanPlaces(zone)));
  if (signs.together >= leastOfCard) found.push(...numbers('payment-card', 'LOW', findCards(zone)));
  for (const form of numericForms) if (mayBeIn(zone, signs, form)) found.push(...byForm(zone, form));
  const named = namedForms.filter((form) => mayBeIn(zone, signs, form));
  if (named.length > 0 && anyName.test(zone)) found.push(...named.flatMap((form) => byForm(zone, form)));
  return found;
}

function mayBeIn(
  zone: string,
  signs: DigitSigns,
  { digits = 0, run = 1, word = 0, sign, hint }: Form,
): boolean {
  if (signs.together < digits || signs.run < run || signs.word < word) return false;
  return (sign === undefined || zone.includes(sign)) && hint?.test(zone) !== false;
}

function numbers(kind: string, severity: Severity, places: readonly NumberPlace[]): Finding[] {
  return places.slice(0, mostOfAKind).map(({ start, end }) => finding(kind, severity, start, end));
}

/** One finding a place: what is longest, and of two that are the same the one that was looked for first. */
function gravest(found: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  for (const each of found.toSorted((one, other) => one.start - other.start || other.end - one.end)) {
    if ((kept.at(-1)?.end ?? 0) <= each.start) kept.push(each);
  }
  return kept;
}

function finding(name: string, severity: Severity, start: number, end: number): Finding {
  return { kind: `personal.${name}`, severity, rule: `guard.${name}`, version: 2, start, end };
}
