import { best, candidate, labelHits, valuesBeside } from './candidates.js';
import { currencyLabels } from './labels.js';
import { type Cell, placeIn, type Sheet } from './sheet.js';
import { type Conventions, findAmounts } from './values.js';

/** Document name codes of UNTDID 1001 by the words of a title, on folded text; the narrow before the wide. */
const types: readonly [code: string, pattern: RegExp, weight: number][] = [
  [
    '389',
    /\b(?:selbst\s?(?:aus)?gestellte rechnung|self-?\s?bill(?:ed|ing)? invoice|autofacturation|autofattura|autofactura|gutschriftsverfahren)\b/u,
    0.95,
  ],
  [
    '384',
    /\brechnungs?\s?-?\s?korrektur|\bkorrektur-?\s?rechnung|\bkorrigierte rechnung|\bcorrect(?:ed|ive) invoice|\bfacture rectificative|\bfactura rectificativa|\bfaktura (?:vat )?korygujaca|\bkorekta faktury|\bcorrectiefactuur/u,
    0.95,
  ],
  [
    '381',
    /\bgutschrift\b|\bcredit (?:note|memo)\b|\bavoir\b|\bnote de credit\b|\b(?:nota de )?abono\b|\bnota (?:de |di )?credito\b|\bcredit(?:nota|factuur)\b|\bkredietnota\b|\bstornorechnung\b/u,
    0.9,
  ],
  [
    '386',
    /\b(?:anzahlungs|vorauszahlungs|vorauskasse)-?rechnung|\bprepayment invoice|\bfacture d'acompte|\bfactura de anticipo|\bfattura (?:di )?acconto|\bvoorschotfactuur|\bfaktura zaliczkowa/u,
    0.92,
  ],
  ['325', /\bpro-?\s?forma\b/u, 0.9],
  ['326', /\b(?:teil|abschlags)-?rechnung|\bpartial invoice|\bfacture partielle/u, 0.85],
  ['387', /\bmiet-?rechnung|\bhire invoice|\brental invoice/u, 0.85],
  ['575', /\brechnung des versicherers|\bbeitragsrechnung|\binsurer'?s invoice/u, 0.85],
  [
    '380',
    /\p{L}*rechnung\b|\binvoice\b|\bfacture\b|\bfactura\b|\bfaktura\b|\bfattura\b|\b(?:verkoop)?factuur\b|\bfatura\b|\bnota fiscal\b/u,
    0.9,
  ],
  ['751', /\breceipt\b|\bquittung\b|\bkassenbon\b|\bticket de caisse\b|\brecibo\b|\bcash bill\b/u, 0.6],
];
const titleRows = 25;
/** Words that belong to a title and stand before the one that says what it is. */
const titleLead = /^\W*(?:(?:tax|commercial|sales|vat|simplified|final|full|facture d'|la|the)\s*)+$/u;

/** What kind of invoice it is, by its title; a commercial invoice where only sums say that it is one. */
export function findTypeCode(sheet: Sheet) {
  const page = sheet.rows[0]?.page;
  const found = sheet.rows
    .slice(0, titleRows)
    .filter((row) => row.page === page)
    .flatMap((row) => row.cells.flatMap((cell) => typeOf(cell)));
  return best(found);
}

function typeOf(cell: Cell) {
  // A title may be set in spaced letters: R E C H N U N G.
  const spaced = /^(?:\p{L} ){4,}\p{L}$/u.test(cell.folded.trim());
  const text = spaced ? cell.folded.replaceAll(' ', '') : cell.folded;
  for (const [code, pattern, weight] of types) {
    const match = pattern.exec(text);
    if (!match) continue;
    const leads = match.index <= 3 || titleLead.test(text.slice(0, match.index));
    const title = leads && cell.text.length < 80;
    const [index, length] = spaced ? [0, cell.text.length] : [match.index, match[0].length];
    const score = title ? weight : weight * 0.45;
    return [{ value: code, score, place: placeIn(cell, index, length), cell, labelled: true }];
  }
  return [];
}

const codePattern = /\b[A-Z]{3}\b/gu;
const codes = new Set(
  'EUR USD GBP CHF JPY CNY AUD CAD NZD SEK NOK DKK ISK PLN CZK HUF RON BGN TRY ILS AED SAR ZAR INR THB MYR SGD IDR PHP HKD KRW BRL ARS CLP COP MXN'.split(
    ' ',
  ),
);

/** The currency: labelled, else the one that most amounts carry. */
export function findCurrency(sheet: Sheet, conventions: Conventions) {
  const findCodes = (text: string) =>
    [...text.matchAll(codePattern)]
      .filter(([code]) => codes.has(code))
      .map((match) => ({ value: match[0], index: match.index, length: match[0].length }));
  const labelled = labelHits(sheet, currencyLabels).flatMap((hit) => valuesBeside(sheet, hit, findCodes));
  const amounts = sheet.rows.flatMap((row) =>
    row.cells.flatMap((cell) =>
      findAmounts(cell.text, conventions).flatMap(({ currency, index, length }) =>
        currency ? [candidate(cell, 0, { value: currency, index, length }, 0.6, false)] : [],
      ),
    ),
  );
  const alone = sheet.rows.flatMap((row) =>
    row.cells.flatMap((cell) => findCodes(cell.text).map((found) => candidate(cell, 0, found, 0.35, false))),
  );
  return best([...labelled, ...amounts, ...alone]);
}
