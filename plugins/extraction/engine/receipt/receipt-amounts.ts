import { type Cell, type Place, placeIn, type Row, type Sheet } from '../sheet.js';

/** What an amount of a receipt stands for, by the words on its left. */
type ReceiptRole = 'final' | 'total' | 'sub' | 'tax' | 'rounding' | 'paid' | 'change' | 'card' | 'ignored';

export interface ReceiptAmount {
  role: ReceiptRole | null;
  cents: number;
  row: Row;
  place: Place;
  currency: string | null;
}

/** The first that matches decides. Matched on folded text. */
const roles: readonly [ReceiptRole, RegExp][] = [
  [
    'rounding',
    /\bround(?:ing|ed)?\s*(?:adj\w*|amt|amount|diff\w*)?\b(?!.*\btotal\b)(?<!total.*)|\b(?:rounding|pembundaran|rundung|arrondi|redondeo|arrotondamento|afronding)\b(?!.*total)/u,
  ],
  [
    'ignored',
    /\b(?:qty|quantity|items?|pcs|saving\w*|saved|discount|disc|diskaun|points?|voucher|deposit|balance b\/f|line)\b/u,
  ],
  ['change', /\b(?:change|chg|baki|balance|wechselgeld|r(?:u|ü)ckgeld|rendu|cambio|resto|wisselgeld)\b/u],
  [
    'card',
    /\b(?:visa|master\s?card|mastercard|master|amex|debit|credit card|card|kreditkarte|ec-?karte|girocard|carte|tarjeta|bankcard|e-?wallet|nets)\b/u,
  ],
  [
    'paid',
    /\b(?:cash(?! sales?)|tunai|tender(?:ed)?|paid|payment|received|bar|gegeben|gezahlt|especes|efectivo|contanti|contant|bayaran)\b(?!.*total)/u,
  ],
  [
    'sub',
    /\bsub\W?\s?-?total\b|\bsubtotal\b|\b(?:excl\w*|exclude|before|without|w\/o|zwischensumme|netto)\b|\bexcl?\.|\btaxable\b|\bsub ttl\b/u,
  ],
  ['tax', /\b(?:total\s*)?inc\w*\s*(?:gst|tax|vat)\s*@/u],
  [
    'final',
    /^\W*due\W*$|\b(?:round(?:ed|ing)?\s*(?:total|amt)|(?:total|ttl)\s*(?:after|atf|attr?er|aft)\b|total\s*(?:with)?\s*\(?round(?:ed|ing)|grand\s*total|gross total|nett?\s*(?:total|amt|amount|payable|due)?|total\s*(?:nett?|due|payable|to pay|amount due)|(?:amount|balance|amt)\s*(?:due|payable)|total (?:amount|amt|sales?)?\s*(?:\(?(?:rm|myr)\)?)?\s*(?:inc\w*|with|inclusive)|inclusive|(?:bill|invoice) total|zu zahlen|gesamtbetrag|gesamt|endbetrag|a payer|ttc|a pagar|te betalen)\b/u,
  ],
  ['ignored', /\btotal\s*(?:gst|tax|vat|sst)\b.*\d{1,2}\s*%/u],
  [
    'tax',
    /\b(?:gst|sst|tax|vat|mwst|ust|tva|iva|btw|service charge|svc|serv\.? ?chg)\b(?!.*\btotal sales\b)/u,
  ],
  ['total', /\b(?:total|ttl|jumlah|summe|totale|totaal|importe|amount|amt|razem)\b/u],
];

/** Cents that rounding to the smallest coin adds or takes at most. */
export const mostRounding = 5;

/** A label stands near its amount; rows that hold more are none of a till. */
const mostCellsLeft = 12;

const money =
  /(?<![\d.,:/])(?<sign>-\s?)?(?:(?<!\p{L})(?<currency>RM|[A-Z]{3}|[$€£]))?\s?(?<whole>\d{1,3}(?:[,. ]\d{3})+|\d{1,6}|(?<=^|\s))\s?(?<point>[.,])\s?(?<cents>\d{2})(?<minus>-)?(?!\d|\s?%|[.,/:]\d)/gu;

/** Every amount with two decimals, with what its row says that it is. */
export function receiptAmounts(sheet: Sheet): ReceiptAmount[] {
  return sheet.rows.flatMap((row) => {
    const found: ReceiptAmount[] = [];
    row.cells.forEach((cell, column) => {
      for (const match of cell.text.matchAll(money)) {
        const left = [
          ...row.cells.slice(Math.max(0, column - mostCellsLeft), column).map(({ folded }) => folded),
          cell.folded.slice(0, match.index),
        ];
        found.push(amountOf(row, cell, match, roleAt(sheet, row, left.join(' '))));
      }
    });
    return found;
  });
}

function amountOf(row: Row, cell: Cell, match: RegExpExecArray, role: ReceiptRole | null): ReceiptAmount {
  const { sign, minus, whole = '', cents = '', currency = null } = match.groups ?? {};
  const size = Number(whole.replace(/\D/gu, '')) * 100 + Number(cents);
  const place = placeIn(cell, match.index, match[0].length);
  // `Rounding 12.35` is the total that was rounded, not what rounding added.
  const isTotal = role === 'rounding' && size > mostRounding;
  return { role: isTotal ? 'final' : role, cents: sign || minus ? -size : size, row, place, currency };
}

/** By the words on the left, or those of the rows above where a label stands alone. */
function roleAt(sheet: Sheet, row: Row, left: string): ReceiptRole | null {
  if (/\p{L}{2}/u.test(left.replace(/\b(?:rm|myr|eur|usd|sr|zr)\b/gu, ''))) return roleOf(left);
  if (row.cells.some(({ text }) => /\p{L}{3}/u.test(text))) return null;
  const above = sheet.rows[row.index - 1];
  if (above?.page !== row.page || above.cells.some(({ text }) => /\d[.,]\d\d/u.test(text))) return null;
  return roleOf(above.cells.map(({ folded }) => folded).join(' '));
}

function roleOf(words: string): ReceiptRole | null {
  return roles.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}
