import { amountRole } from './amount-labels.js';
import type { Cell } from './sheet.js';

/** A row that lowers a price is no line of goods. */
export const reduction = /rabatt|nachlass|abschlag|skonto|bruttopreis|discount|remise|escompte|descuento/u;

const articleNumber = /^[A-Z\d][A-Z\d./-]*\d[A-Z\d./-]*$/u;

/** `20 Stk`, `-5,0000 Stk.`, `6.5 h`: the number with its unit; an article number has no unit behind it. */
export function leadingNumber(text: string): string {
  return (
    /^\s*([-−]?\d[\d.,'’]*)\s*(?:\p{L}[\p{L}\d().²³/]{0,9}\.?)?\s*(?:€|EUR)?\s*$/u.exec(text)?.[1] ??
    (/[€$£]/u.test(text) ? text : '')
  );
}

export function isNameCell(cell: Cell): boolean {
  return /\p{L}{2}/u.test(cell.text) && !articleNumber.test(cell.text.trim());
}

/** A number, or letters and digits that number an article. */
export function isNumber(cell: Cell): boolean {
  return /^[-−]?[\d\s.,%€]+$/u.test(cell.text) || articleNumber.test(cell.text.trim());
}

export function isWordy(cell: Cell): boolean {
  return (
    isNameCell(cell) &&
    /\p{Ll}{3}/u.test(cell.text) &&
    !/^[-−]?\d[\d.,]*\s+\p{L}{1,8}\.?$/u.test(cell.text.trim())
  );
}

/** Part of a name rather than a remark such as `GTIN: 40…` or `Bruttopreis : 9,90`. */
export function isContinuation(cell: Cell): boolean {
  const text = cell.text.trim();
  if (/^\p{L}[^:]{1,30}:(?:\s|$)/u.test(text) || /^[*•]/u.test(text) || /^\([A-Z]{2,5}\)$/u.test(text))
    return false;
  const role = amountRole(cell.folded);
  if (text.length > 60 || reduction.test(cell.folded) || (role && role.role !== 'ignored' && role.index <= 2))
    return false;
  return (/\p{L}|\)$|%|^[-–]\s/u.test(text) && !articleNumber.test(text)) || /^[\p{Lu}]\d{1,3}$/u.test(text);
}

const described = /^(?<name>[^:]{0,60}\p{L}{3}[^:]{0,60}):(?:\s.*)?$/su;
/** In front of a colon these name what follows. */
const nameLabel =
  /\b(?:gtin|ean|sku|isbn|art(?:ikel|icle)?|art\.?-?\s?n[ro]|item|pos(?:ition)?|nr|no|ref|bezeichnung|description|product|produkt|service|leistung)\b\W*$/iu;

/** `Design (hours): of a brochure`: the name stands in front of the colon, its description behind it. */
export function withoutDescription(text: string): string {
  const name = described.exec(text)?.groups?.name?.trim();
  return name === undefined || nameLabel.test(name) ? text : name;
}
