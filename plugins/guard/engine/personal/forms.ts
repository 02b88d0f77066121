import { isCodiceFiscale, isGermanTaxId, isNhsNumber, isNif, isNir, isPesel } from 'tributary/text';
import type { Severity } from '../finding.js';
import { isAadhaar, isAbn, isBase58Check, isBech32, isBsn, isDea, isTfn } from './checksums.js';

/** A kind of personal data by its form. */
export interface Form {
  kind: string;
  severity: Severity;
  pattern: RegExp;
  holds?(found: string): boolean;
  /** What must stand near a form that other numbers have as well. */
  near?: RegExp;
  /** What, right before it, says that it is something else. */
  unless?: RegExp;
  /** Without so many digits around there is none. */
  digits?: number;
  /** Without so many digits in a row there is none. */
  run?: number;
  /** Without a word of so many letters and digits there is none. */
  word?: number;
  /** A part of it that is found faster: without it there is none. */
  hint?: RegExp;
  /** Without this sign there is none: a text is passed over at once. */
  sign?: string;
}

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?`;
const month = String.raw`(?:\d{1,2}|jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[\p{L}]{0,7}`;
const otherNumber =
  /(?:tel|phone|fax|mobile|order|invoice|rechnung|auftrag|bestell\p{L}*|kunden\p{L}*|isbn|ean|gtin|account|konto|ref|serial|artikel|item|bill|receipt|facture|commande|iban)\P{L}{0,3}(?:(?:no|nr|number|nummer|id)\P{L}{0,3})?$/iu;

/** Parts are bounded and begin at a word's edge, so that a scan is linear on any input. */
export const forms: readonly Form[] = [
  {
    kind: 'email',
    severity: 'INFO',
    sign: '@',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}_.+%'&*/=?^{|}~!#$-])[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_.+%'&*/=?^{|}~!#$-]{0,62}[\p{L}\p{M}\p{N}_+%-])?@(?:${label}\.){1,8}(?:xn--[a-z0-9-]{2,59}|\p{L}[\p{L}\p{M}]{1,23})(?![\p{L}\p{N}@]|-\p{L})`,
      'gu',
    ),
    holds: (found) => !found.includes('..'),
  },
  {
    kind: 'phone',
    digits: 7,
    severity: 'INFO',
    sign: '+',
    pattern: /(?<![\d\p{L}+])\+[1-9]\d{0,2}(?:[ ./()-]{0,3}\d){5,14}(?!\d|[ -]\d{3})/gu,
    holds: isE164,
  },
  {
    kind: 'phone',
    digits: 7,
    hint: /tel|tél|fon|phone|mobil|handy|fax|call/i,
    severity: 'INFO',
    pattern:
      /(?<!\p{L})(?:tel|telephone|telefon|phone|fon|mobile|mobil|handy|fax|telefax|tél|téléphone|teléfono|telefono|call)[^\p{L}\d+]{1,4}(?<value>\(?\d(?:[ ./()-]{0,2}\d){5,14})(?!\d)/giu,
  },
  {
    kind: 'ip-address',
    digits: 4,
    severity: 'INFO',
    sign: '.',
    pattern: new RegExp(String.raw`(?<![\d.\p{L}_-])(?:${octet}\.){3}${octet}(?!\.?[\d\p{L}_])`, 'gu'),
    unless: /(?:version|release|section|chapter|abschnitt|kapitel|rev|ver|v)\P{L}{0,2}$/iu,
  },
  {
    kind: 'ip-address',
    digits: 1,
    severity: 'INFO',
    sign: '::',
    pattern: /(?<![\p{L}\p{N}_:.])[\da-f:]{2,39}(?:(?<=:)(?:\d{1,3}\.){3}\d{1,3})?(?![\p{L}\p{N}_:]|\.\d)/giu,
    holds: (found) => /\d/.test(found) && URL.canParse(`http://[${found}]/`),
  },
  {
    kind: 'ip-address',
    digits: 4,
    hint: /:[\da-f]{1,4}:/i,
    severity: 'INFO',
    sign: ':',
    pattern: /(?<![\p{L}\p{N}_:.])(?:[\da-f]{1,4}:){7}[\da-f]{1,4}(?![\p{L}\p{N}_:]|\.\d)/giu,
  },
  {
    kind: 'mac-address',
    digits: 2,
    hint: /[:-][\da-f]{2}[:-]/i,
    severity: 'INFO',
    pattern:
      /(?<![\p{L}\p{N}_:-])[\da-f]{2}(?<by>[:-])[\da-f]{2}(?:\k<by>[\da-f]{2}){4}(?![\p{L}\p{N}_]|[:-][\da-f])/giu,
  },
  {
    kind: 'mac-address',
    digits: 2,
    hint: /\.[\da-f]{4}\./i,
    severity: 'INFO',
    sign: '.',
    pattern: /(?<![\p{L}\p{N}_.])[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}(?![\p{L}\p{N}_]|\.[\da-f])/giu,
    holds: (found) => /[a-f]/iu.test(found),
  },
  {
    kind: 'us-ssn',
    digits: 9,
    run: 4,
    severity: 'LOW',
    pattern:
      /(?<![\p{L}\d-])(?!000|666|9\d\d)\d{3}(?<by>[- ])(?!00)\d\d\k<by>(?!0000)\d{4}(?![\p{L}\d]|[- ]\d)/gu,
  },
  {
    kind: 'us-ssn',
    digits: 9,
    run: 9,
    severity: 'LOW',
    pattern: /(?<![\p{L}\d-])(?!000|666|9\d\d)\d{3}(?!00)\d\d(?!0000)\d{4}(?![\p{L}\d-])/gu,
    near: /\bSSN\b|social security/iu,
  },
  {
    kind: 'us-itin',
    digits: 9,
    run: 4,
    severity: 'LOW',
    pattern:
      /(?<![\p{L}\d-])9\d\d(?<by>[- ])(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\k<by>\d{4}(?![\p{L}\d]|[- ]\d)/gu,
  },
  {
    kind: 'us-passport',
    digits: 8,
    run: 8,
    severity: 'LOW',
    pattern: /(?<![\p{L}\d])[A-Z]?\d{8,9}(?![\p{L}\d])/gu,
    near: /passport|reisepass|passeport|pasaporte/iu,
  },
  {
    kind: 'us-dea-number',
    digits: 7,
    run: 7,
    severity: 'LOW',
    pattern: /(?<![\p{L}\d])[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}(?![\p{L}\d])/gu,
    holds: isDea,
    near: /\bDEA\b|prescri|licen[cs]e/iu,
  },
  {
    kind: 'nhs-number',
    digits: 10,
    run: 4,
    severity: 'LOW',
    pattern: /(?<![\p{L}\d.,/+-]|\d )\d{3}(?<by>[ -]?)\d{3}\k<by>\d{4}(?![\p{L}\d/]|[- .,]\d)/gu,
    holds: isNhsNumber,
    unless: otherNumber,
  },
  {
    kind: 'uk-insurance-number',
    digits: 6,
    run: 2,
    severity: 'LOW',
    pattern:
      /(?<![\p{L}\d])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?![\p{L}\d])/gu,
  },
  {
    kind: 'pesel',
    digits: 11,
    run: 11,
    severity: 'LOW',
    pattern: /(?<![\p{L}\d.,/+-])\d{11}(?![\p{L}\d/-])/gu,
    holds: isPesel,
    unless: otherNumber,
  },
  {
    kind: 'nif',
    digits: 7,
    run: 7,
    severity: 'LOW',
    pattern: /(?<![\p{L}\d])[XYZKLM\d][ .-]?\d{7}[ -]?[A-Z](?![\p{L}\d])/gu,
    holds: isNif,
  },
  {
    kind: 'nir',
    digits: 13,
    run: 3,
    severity: 'LOW',
    pattern: /(?<!\d)[1-478] ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d(?!\d)/gu,
    holds: isNir,
  },
  {
    kind: 'german-tax-id',
    digits: 11,
    run: 3,
    severity: 'LOW',
    pattern: /(?<![\d.,/-])\d{2} ?\d{3} ?\d{3} ?\d{3}(?![\d/-])/gu,
    holds: isGermanTaxId,
    near: /steuer|tax|identifikation|\bidnr\b/iu,
  },
  {
    kind: 'codice-fiscale',
    digits: 5,
    word: 16,
    severity: 'LOW',
    pattern: /(?<![\p{L}\d])[A-Z]{6}[\dL-NP-V]{2}[A-T][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z](?![\p{L}\d])/giu,
    holds: isCodiceFiscale,
  },
  {
    kind: 'bsn',
    digits: 9,
    run: 9,
    severity: 'LOW',
    pattern: /(?<![\p{L}\d.,/-])\d{9}(?![\p{L}\d/-])/gu,
    holds: isBsn,
    near: /\bBSN\b|burgerservice/iu,
  },
  {
    kind: 'au-tfn',
    digits: 9,
    run: 3,
    severity: 'LOW',
    pattern: /(?<![\p{L}\d.,/-])\d{3}(?<by> ?)\d{3}\k<by>\d{3}(?![\p{L}\d/-])/gu,
    holds: isTfn,
    near: /\bTFN\b|tax file/iu,
  },
  {
    kind: 'au-abn',
    digits: 11,
    run: 3,
    severity: 'INFO',
    pattern: /(?<![\p{L}\d.,/-])\d{2} \d{3} \d{3} \d{3}(?![\p{L}\d/-]| \d)/gu,
    holds: isAbn,
  },
  {
    kind: 'au-abn',
    digits: 11,
    run: 11,
    severity: 'INFO',
    pattern: /(?<![\p{L}\d.,/-])\d{11}(?![\p{L}\d/-])/gu,
    holds: isAbn,
    near: /\bABN\b|business number/iu,
  },
  {
    kind: 'aadhaar',
    digits: 12,
    run: 4,
    severity: 'LOW',
    pattern: /(?<![\p{L}\d.,/-]|\d )[2-9]\d{3}(?<by>[ -])\d{4}\k<by>\d{4}(?![\p{L}\d]|[- ]\d)/gu,
    holds: isAadhaar,
  },
  {
    kind: 'aadhaar',
    digits: 12,
    run: 12,
    severity: 'LOW',
    pattern: /(?<![\p{L}\d.,/-])[2-9]\d{11}(?![\p{L}\d/-])/gu,
    holds: isAadhaar,
    near: /aadhaar|aadhar|uidai|आधार/iu,
  },
  {
    kind: 'in-pan',
    digits: 4,
    run: 4,
    word: 10,
    severity: 'LOW',
    pattern: /(?<![\p{L}\d])[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?![\p{L}\d])/gu,
    near: /\bPAN\b|permanent account/iu,
  },
  {
    kind: 'crypto-address',
    digits: 2,
    word: 26,
    severity: 'LOW',
    pattern: /(?<![\p{L}\p{N}_])[13][1-9A-HJ-NP-Za-km-z]{25,34}(?![\p{L}\p{N}_])/gu,
    holds: isBase58Check,
  },
  {
    kind: 'crypto-address',
    digits: 2,
    word: 14,
    severity: 'LOW',
    pattern: /(?<![\p{L}\p{N}_])bc1[ac-hj-np-z02-9]{11,71}(?![\p{L}\p{N}_])/giu,
    holds: isBech32,
  },
  {
    kind: 'crypto-address',
    word: 42,
    severity: 'LOW',
    pattern: /(?<![\p{L}\p{N}_])0x[\da-f]{40}(?![\p{L}\p{N}_])/giu,
  },
  {
    kind: 'birth-date',
    digits: 3,
    hint: /born|birth|dob|geb|né|naissance|nacimiento|nacid|nascita|nat[oa] il/i,
    severity: 'LOW',
    pattern: new RegExp(
      String.raw`(?<!\p{L})(?:born|date of birth|birth ?date|dob|geboren|geburtsdatum|geb|née? le|date de naissance|fecha de nacimiento|nacid[oa] el|data di nascita|nat[oa] il)(?: on| am)?\P{L}{1,3}(?<value>\d{4}-\d\d-\d\d|\d{1,2}[./ -]{1,2}${month}[./ -]{1,2}\d{2,4}|\p{L}{3,9}\.? \d{1,2}, ?\d{4})(?!\d)`,
      'giu',
    ),
  },
];

/** ITU-T E.164: at most 15 digits with the country code. */
function isE164(found: string): boolean {
  const digits = found.replace(/\D/gu, '').length;
  return digits >= 8 && digits <= 15;
}
