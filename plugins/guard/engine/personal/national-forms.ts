import { isLuhn } from 'tributary/text';
import type { Form } from './forms.js';
import {
  isAcn,
  isAhv,
  isAustrianNumber,
  isBelgianNumber,
  isCpf,
  isFinnishId,
  isGermanCard,
  isGstin,
  isMedicare,
  isNpi,
  isNric,
  isPensionNumber,
  isPersonnummer,
  isRoutingNumber,
  isRrn,
  isSin,
  isThaiId,
} from './national-checks.js';

const alone = (pattern: string, flags = 'gu') =>
  new RegExp(String.raw`(?<![\p{L}\d.,/+-])(?:${pattern})(?![\p{L}\d/]|[-.,]\d)`, flags);

/** A check and a form that little else has: these are told by themselves. */
export const checkedForms: readonly Form[] = [
  {
    kind: 'sg-nric',
    run: 7,
    word: 9,
    digits: 7,
    pattern: alone(String.raw`[STFGM]\d{7}[A-Z]`),
    holds: isNric,
  },
  {
    kind: 'finnish-id',
    run: 6,
    digits: 9,
    pattern: alone(String.raw`\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]`),
    holds: isFinnishId,
  },
  {
    kind: 'swedish-id',
    run: 6,
    digits: 10,
    sign: '-',
    pattern: alone(String.raw`(?:19|20)?\d{6}-\d{4}`),
    holds: isPersonnummer,
  },
  {
    kind: 'kr-rrn',
    run: 7,
    digits: 13,
    sign: '-',
    pattern: alone(String.raw`\d{6}-[1-8]\d{6}`),
    holds: isRrn,
  },
  {
    kind: 'br-cpf',
    run: 3,
    digits: 11,
    sign: '.',
    pattern: alone(String.raw`\d{3}\.\d{3}\.\d{3}-\d{2}`),
    holds: isCpf,
  },
  {
    kind: 'swiss-ahv',
    run: 4,
    digits: 13,
    sign: '756',
    pattern: alone(String.raw`756(?<by>\.?)\d{4}\k<by>\d{4}\k<by>\d{2}`),
    holds: isAhv,
  },
  {
    kind: 'belgian-id',
    run: 3,
    digits: 11,
    sign: '.',
    pattern: alone(String.raw`\d\d\.\d\d\.\d\d-\d{3}[. -]\d\d`),
    holds: isBelgianNumber,
  },
  {
    kind: 'german-pension-number',
    run: 6,
    digits: 11,
    pattern: alone(String.raw`\d\d ?\d{6} ?[A-Z] ?\d{3}`),
    holds: isPensionNumber,
  },
  {
    kind: 'in-gstin',
    word: 15,
    digits: 4,
    pattern: alone(String.raw`\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[\dA-Z]`),
    holds: isGstin,
  },
  {
    kind: 'th-id',
    run: 5,
    digits: 13,
    sign: '-',
    pattern: alone(String.raw`\d-\d{4}-\d{5}-\d{2}-\d`),
    holds: isThaiId,
  },
  {
    kind: 'au-medicare',
    run: 5,
    digits: 10,
    pattern: alone(String.raw`[2-6]\d{3} \d{5} \d`),
    holds: isMedicare,
  },
].map((form) => ({ ...form, severity: 'LOW' as const }));

/** A check that one number in ten or so meets by chance: their name must stand near. */
const named: readonly Form[] = [
  {
    kind: 'au-acn',
    hint: /\d{3} ?\d{3} ?\d{3}/,
    run: 3,
    digits: 9,
    pattern: alone(String.raw`\d{3} ?\d{3} ?\d{3}`),
    holds: isAcn,
    near: /\bACN\b|company number/iu,
  },
  {
    kind: 'au-medicare',
    run: 10,
    digits: 10,
    pattern: alone(String.raw`[2-6]\d{9}`),
    holds: isMedicare,
    near: /medicare/iu,
  },
  {
    kind: 'us-routing-number',
    run: 9,
    digits: 9,
    pattern: alone(String.raw`\d{9}`),
    holds: isRoutingNumber,
    near: /\b(?:ABA|RTN)\b|routing/iu,
  },
  {
    kind: 'us-npi',
    run: 10,
    digits: 10,
    pattern: alone(String.raw`[12]\d{9}`),
    holds: isNpi,
    near: /\bNPI\b|provider id/iu,
  },
  {
    kind: 'ca-sin',
    hint: /\d{3}[ -]?\d{3}[ -]?\d{3}/,
    run: 3,
    digits: 9,
    pattern: alone(String.raw`\d{3}(?<by>[ -]?)\d{3}\k<by>\d{3}`),
    holds: isSin,
    near: /\bSIN\b|social insurance/u,
  },
  {
    kind: 'th-id',
    run: 13,
    digits: 13,
    pattern: alone(String.raw`[1-8]\d{12}`),
    holds: isThaiId,
    near: /thai|ประชาชน/iu,
  },
  {
    kind: 'austrian-insurance-number',
    run: 6,
    digits: 10,
    pattern: alone(String.raw`[1-9]\d{3} ?\d{6}`),
    holds: isAustrianNumber,
    near: /\bSVNR\b|\bSV-N|sozialversicherung/iu,
  },
  {
    kind: 'it-vat-code',
    run: 11,
    digits: 11,
    pattern: alone(String.raw`\d{11}`),
    holds: isLuhn,
    near: /p\. ?iva|partita iva/iu,
  },
  {
    kind: 'german-id-card',
    word: 10,
    digits: 6,
    pattern: alone(String.raw`[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ\d]{8}\d`),
    holds: isGermanCard,
    near: /ausweis|reisepass|identity card|passport/iu,
  },
].map((form) => ({ ...form, severity: 'LOW' as const }));

/** Nothing but a shape: the name must stand near, and they weigh less. */
const shaped: readonly Form[] = [
  {
    kind: 'passport',
    run: 6,
    digits: 6,
    pattern: alone(String.raw`[A-Z]{1,3}\d{6,8}`),
    near: /passport|reisepass|passeport|pasaporte|passaporto|paspoort|паспорт/iu,
  },
  {
    kind: 'us-driver-licence',
    hint: /[A-Z]\d{3}|\d{7}/,
    run: 3,
    digits: 3,
    pattern: alone(String.raw`[A-Z]{1,2}\d{3,14}|\d{7,9}|[A-Z]\d{3}-\d{3}-\d{2}-\d{3}-\d`),
    near: /driver'?s? ?licen[cs]e|driving licen[cs]e|\bDL ?(?:no|#|:)/iu,
  },
  {
    kind: 'uk-driving-licence',
    word: 16,
    digits: 6,
    pattern: alone(String.raw`[A-Z9]{5}\d[0156]\d(?:0[1-9]|[12]\d|3[01])\d[A-Z9]{2}[A-Z\d]{3}`),
    near: /driver|driving|licence|DVLA/iu,
  },
  {
    kind: 'us-bank-account',
    run: 8,
    digits: 8,
    pattern: alone(String.raw`\d{8,17}`),
    near: /(?:bank|checking|savings|debit) (?:account|acct)|acct ?(?:no|#)/iu,
  },
  {
    kind: 'it-driver-licence',
    run: 7,
    digits: 7,
    pattern: alone(String.raw`(?:[A-Z]{2}|U1)\d{7}[A-Z]`),
    near: /patente/iu,
  },
  {
    kind: 'it-identity-card',
    run: 5,
    digits: 5,
    pattern: alone(String.raw`[A-Z]{2} ?\d{5}[A-Z]{2}|[A-Z]{2}\d{7}`),
    near: /carta d.identità|identity card/iu,
  },
  {
    kind: 'in-voter',
    run: 7,
    digits: 7,
    pattern: alone(String.raw`[A-Z]{3}\d{7}`),
    near: /\bEPIC\b|voter|elector/iu,
  },
  {
    kind: 'in-vehicle-registration',
    hint: /\d[ -]?[A-Z]{1,3}[ -]?\d{4}/,
    run: 4,
    digits: 4,
    pattern: alone(String.raw`[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}`),
    near: /vehicle|\bRTO\b|number ?plate/iu,
  },
  {
    kind: 'sg-uen',
    run: 4,
    word: 9,
    digits: 4,
    pattern: alone(String.raw`\d{8}[A-Z]|(?:19|20)\d{7}[A-Z]|[RST]\d\d[A-Z]{2}\d{4}[A-Z]`),
    near: /\bUEN\b|entity number/iu,
  },
  {
    kind: 'danish-id',
    run: 6,
    digits: 10,
    pattern: alone(String.raw`(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d-?\d{4}`),
    near: /\bCPR\b|personnummer/iu,
  },
].map((form) => ({ ...form, severity: 'INFO' as const }));

/** Those that are looked for only in a part of a text that names one of them. */
export const namedForms: readonly Form[] = [...named, ...shaped];
/** One look says whether a part of a text names any of them. */
export const anyName = new RegExp(namedForms.map(({ near }) => near?.source).join('|'), 'iu');
