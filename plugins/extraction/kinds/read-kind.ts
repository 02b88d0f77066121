import type { ExtractedField, PageText } from 'tributary/sdk';
import { extractInvoice } from '../engine/extract.js';
import { readReceipt } from '../engine/receipt/receipt.js';
import { readSheet } from '../engine/sheet.js';
import { readContract } from './contract.js';
import type { Kind } from './kinds.js';
import { readLetter } from './letter.js';
import { readOrder } from './order.js';

const readers: Readonly<Record<Kind, (pages: readonly PageText[]) => ExtractedField[]>> = {
  INVOICE: (pages) => extractInvoice(pages).fields,
  RECEIPT: readReceipt,
  PURCHASE_ORDER: readOrder,
  CONTRACT: readContract,
  LETTER: readLetter,
};

/** What the rules find in a document of this kind. */
export function readKind(pages: readonly PageText[], kind: Kind): ExtractedField[] {
  return readers[kind](pages);
}

/** Kinds by the names that the step `classify` gives. */
const byClass: ReadonlyMap<string, Kind> = new Map([
  ['invoice', 'INVOICE'],
  ['credit_note', 'INVOICE'],
  ['receipt', 'RECEIPT'],
  ['purchase_order', 'PURCHASE_ORDER'],
  ['contract', 'CONTRACT'],
  ['letter', 'LETTER'],
  ['email', 'LETTER'],
]);

/** Words that tell a kind, with how much they say; matched on folded text. */
const cues: readonly [Kind, RegExp, number][] = [
  ['CONTRACT', /\b(?:agreement|contract|vertrag|contrat|contrato)\b/u, 1],
  [
    'CONTRACT',
    /\b(?:governed by|hereinafter|the parties|vertragspartei|vertragsparteien|terminat\w+|kundigungsfrist|clause)\b/u,
    1,
  ],
  ['LETTER', /^\W*(?:dear|sehr geehrte|madame|monsieur|estimad[oa]|egregi[oa]|gentile)\b/u, 2],
  [
    'LETTER',
    /^\W*(?:yours (?:sincerely|faithfully)|sincerely|kind regards|mit freundlichen|cordialement|atentamente|distinti saluti)\b/u,
    2,
  ],
  [
    'PURCHASE_ORDER',
    /\b(?:purchase order|bon de commande|orden de compra)\b|^\W*(?:bestellung|pedido)\b/u,
    2,
  ],
  ['RECEIPT', /\b(?:change|cash|tunai|wechselgeld|rendu)\b.{0,20}\d/u, 1.5],
  [
    'RECEIPT',
    /\b(?:receipt|cashier|kassenbon|quittung|ticket|recibo|terminal|pos no|simplified tax invoice)\b/u,
    1,
  ],
  [
    'INVOICE',
    /\b(?:invoice (?:no|number|date)|rechnungs(?:nummer|datum)|rechnung|facture|factura|fattura|factuur|due date|iban|bill to)\b/u,
    1,
  ],
];
const cueRows = 120;

/** The kind that a document is taken for: as it was classified, else by its words; null when nothing speaks for one. */
export function kindOf(pages: readonly PageText[], classified: string | null): Kind | null {
  const known = byClass.get(classified ?? '');
  if (known) return known;
  const score = new Map<Kind, number>();
  for (const row of readSheet(pages).rows.slice(0, cueRows)) {
    const line = row.cells.map(({ folded }) => folded).join(' ');
    for (const [kind, pattern, weight] of cues)
      if (pattern.test(line)) score.set(kind, (score.get(kind) ?? 0) + weight);
  }
  const [best] = [...score].sort(([, one], [, other]) => other - one);
  return best && best[1] >= 1 ? best[0] : null;
}
