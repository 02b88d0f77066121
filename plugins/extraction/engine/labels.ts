/**
 * What invoices and receipts call their fields, in the languages of Western Europe and Polish. Patterns are matched on folded
 * text (lower case, no diacritics). `weight` says how sure the label makes the value that stands beside it.
 */
export interface Label {
  pattern: RegExp;
  weight: number;
}

export const label = (weight: number, pattern: string): Label => ({
  weight,
  pattern: new RegExp(pattern, 'gu'),
});

/** What stands for `number` behind the name of a document. */
export const numberWord = String.raw`(?:\s*[-.]?\s*(?:nummer|numm?er|nr\b\.?|no\b\.?|n\.?\s?[°ºo]\b\.?|n\.?[°º]\.?|n\.(?=\s*(?:[^\p{L}\s]|$))|num(?:ber|ero)?\b\.?|num\.|numer\b|#|id\b))`;

export const orderLabels: Label[] = [
  label(0.95, String.raw`\b(?:ihre\s+)?bestell(?:ung)?s?\s?-?\s?(?:nummer|nr\b\.?|no\b\.?|zeichen)`),
  label(0.9, String.raw`^\W*(?:ihre\s+)?bestellung\b(?!\s*vom)`),
  label(0.85, String.raw`\bbestellung\s+(?:nr\b\.?|nummer)?`),
  label(0.95, String.raw`\b(?:purchase\s+order|p\.?o\.?|customer order|your order|order)${numberWord}`),
  label(0.9, String.raw`\b(?:purchase order|your order|your p\.?o\.?|customer po)\b`),
  label(0.95, String.raw`\b(?:n[°ºo]\.?|numero|num\.?)\s*(?:de\s*|du\s*)?(?:bon de\s*)?commande\b`),
  label(0.9, String.raw`\b(?:bon de )?commande${numberWord}`),
  label(0.9, String.raw`\b(?:votre (?:reference|ref\.?|commande)|vos references)`),
  label(
    0.9,
    String.raw`\b(?:n[°ºo]\.?|numero)\s*(?:de\s*)?pedido\b|\bpedido${numberWord}|\bsu (?:pedido|referencia)\b`,
  ),
  label(0.75, String.raw`\b(?:your (?:reference|ref\.?)|ihr zeichen|ihre referenz)\b`),
];

export const currencyLabels: Label[] = [
  label(
    0.97,
    String.raw`\b(?:rechnungs|beleg)?wahrung\b(?!\s*der)|\bbetrage in\b|\b(?:invoice )?currency\b|\b(?:devise|monnaie|moneda|divisa)\b`,
  ),
];

export const ibanLabels: Label[] = [label(0.9, String.raw`\biban\b`)];

/** The words around an IBAN that make it the account of this payment rather than one of several on the letterhead. */
export const paymentWords =
  /uberweis|lastschrift|eingezogen|abgebucht|zahlungsart|kaufer-?iban|bankverbindung|virement|regler|reglement|remit|transfer|pay(?:ment)? to|transferencia|domiciliacion/u;

export const vatLabels: Label[] = [
  label(
    0.95,
    String.raw`\b(?:ust|umsatzsteuer|mwst)\.?\s?-?\s?(?:id|ident)[\p{L}.]*\s?-?\s?(?:nummer|nr)?\b\.?`,
  ),
  label(
    0.95,
    String.raw`\b(?:vat|gst|tax)\s?-?\s?(?:id|reg|registration|number|no|nr|#)\b\.?(?:\s*(?:no|number|nr)\b\.?)?`,
  ),
  label(0.95, String.raw`\b(?:n[°ºo]\.?\s*)?(?:de\s*)?tva(?:\s+intra(?:communautaire|com)?)?\b`),
  label(0.9, String.raw`\b(?:nif|cif|n\.i\.f|c\.i\.f|nif-iva|p\.?\s?iva|partita iva|btw)\b`),
];
/** Beside a VAT id: it is the buyer's. */
export const buyersWords = /client|kunde|kaufer|customer|buyer|acheteur|cliente|your vat|ihre ust/u;
