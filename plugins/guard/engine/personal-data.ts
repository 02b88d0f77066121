import { findIdentifiers, type IdentifierKind } from 'tributary/text';
import type { Finding, Severity } from './finding.js';

interface Form {
  kind: string;
  severity: Severity;
  pattern: RegExp;
  holds?: (found: string) => boolean;
}

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;

/** Personal data by form. Parts are bounded and begin at a word's edge, so that a scan is linear on any input. */
const forms: readonly Form[] = [
  {
    kind: 'email',
    severity: 'INFO',
    pattern: /(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\p{L}\d-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\d-])/gu,
  },
  {
    kind: 'phone',
    severity: 'INFO',
    pattern: /(?<![\d\p{L}+])\+[1-9]\d{0,2}(?:[ ./()-]{0,2}\d){6,13}(?!\d)/gu,
    holds: isE164,
  },
  {
    kind: 'ip-address',
    severity: 'INFO',
    pattern: new RegExp(String.raw`(?<![\d.])(?:${octet}\.){3}${octet}(?![\d.]\d|\d)`, 'gu'),
  },
  {
    kind: 'mac-address',
    severity: 'INFO',
    pattern: /(?<![\da-f:-])[\da-f]{2}(?:[:-][\da-f]{2}){5}(?![\da-f:-])/giu,
  },
  {
    kind: 'us-ssn',
    severity: 'LOW',
    pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\d-])/gu,
  },
];

/** How grave a checked number is, and the words that must stand near those whose checksum is weak. */
const numbers: readonly { kind: IdentifierKind; name: string; severity: Severity; near?: RegExp }[] = [
  { kind: 'iban', name: 'iban', severity: 'INFO' },
  { kind: 'card', name: 'payment-card', severity: 'LOW' },
  { kind: 'nhs', name: 'nhs-number', severity: 'LOW', near: /\bNHS\b/u },
  { kind: 'pesel', name: 'pesel', severity: 'LOW', near: /\bPESEL\b/iu },
  { kind: 'nif', name: 'nif', severity: 'LOW' },
  { kind: 'nir', name: 'nir', severity: 'LOW' },
  { kind: 'german-tax-id', name: 'german-tax-id', severity: 'LOW', near: /steuer|tax|identifikation/iu },
  { kind: 'codice-fiscale', name: 'codice-fiscale', severity: 'LOW' },
];
const kinds = numbers.map(({ kind }) => kind);
const nearCharacters = 60;
/** As many of a kind as a list of findings shows; more say nothing new. */
const mostOfAKind = 100;

/** Personal data: numbers by their check digits, addresses by their form. */
export function findPersonalData(text: string): Finding[] {
  return [...byForm(text), ...byCheckDigits(text)].sort((one, other) => one.start - other.start);
}

function byForm(text: string): Finding[] {
  const hasAt = text.includes('@');
  return forms.flatMap(({ kind, severity, pattern, holds }) => {
    if (kind === 'email' && !hasAt) return [];
    const found: Finding[] = [];
    for (const match of text.matchAll(pattern)) {
      if (found.length >= mostOfAKind) break;
      if (holds?.(match[0]) === false) continue;
      found.push(finding(kind, severity, match.index, match.index + match[0].length));
    }
    return found;
  });
}

function byCheckDigits(text: string): Finding[] {
  const counts = new Map<IdentifierKind, number>();
  return findIdentifiers(text, kinds).flatMap(({ kind, start, end }) => {
    const number = numbers.find((each) => each.kind === kind);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (!number || count > mostOfAKind) return [];
    const around = text.slice(Math.max(0, start - nearCharacters), end + nearCharacters);
    return number.near && !number.near.test(around)
      ? []
      : [finding(number.name, number.severity, start, end)];
  });
}

function finding(name: string, severity: Severity, start: number, end: number): Finding {
  return { kind: `personal.${name}`, severity, rule: `guard.${name}`, version: 1, start, end };
}

/** ITU-T E.164: at most 15 digits with the country code. */
function isE164(found: string): boolean {
  const digits = found.replace(/\D/gu, '').length;
  return digits >= 8 && digits <= 15;
}
