/**
 * What invoices and receipts call their fields, in German, English, French and Spanish. Patterns are matched on folded
 * text (lower case, no diacritics). `weight` says how sure the label makes the value that stands beside it.
 */
export interface Label {
  pattern: RegExp;
  weight: number;
}

const number = String.raw`(?:\s*[-.]?\s*(?:nummer|nr\b\.?|no\b\.?|n[°ºo]\.?|num(?:ber|ero)?\b\.?|#|id\b))`;
const label = (weight: number, pattern: string): Label => ({ weight, pattern: new RegExp(pattern, 'gu') });

/** A document title such as `Rechnung`, `Mietrechnung`, `Credit note`. */
const titleWords = String.raw`(?:\p{L}*rechnung(?:s-?\s?korrektur)?|rechnungskorrektur|gutschrift|korrekturbeleg|(?:tax |sales |commercial |proforma )?invoice|credit (?:note|memo)|facture|avoir|factura|abono|nota de credito|receipt|quittung|cash bill|kassenbon)`;

export const invoiceNumberLabels: Label[] = [
  label(0.95, String.raw`\brechnungs?\s?-?\s?(?:nummer|nr\b\.?|no\b\.?)`),
  label(0.95, String.raw`\b(?:tax |sales )?invoice${number}`),
  label(0.95, String.raw`\b(?:numero|n[°ºo]\.?|num\.?)\s*(?:de\s*)?(?:la\s*)?(?:facture|factura)\b`),
  label(0.95, String.raw`\b(?:facture|factura)${number}`),
  label(0.95, String.raw`\b(?:gutschrift(?:s|en)?|korrektur)\s?-?\s?(?:nummer|nr\b\.?)`),
  label(0.95, String.raw`\b(?:credit (?:note|memo)|avoir|abono)${number}`),
  label(0.9, String.raw`(?<!ursprungs|bezugs|liefer)\bbeleg\s?-?\s?(?:nummer|nr\b\.?)`),
  label(0.85, String.raw`\b(?:document|doc|bill|receipt|slip|bon|ticket|trans(?:action)?)${number}`),
  label(0.7, String.raw`\binv\b\.?${number}?`),
];

/** The title with the number after it: `Rechnung Nr. 12 vom …`, `Facture FA-2017-0009`, `Invoice # 7`. */
export const titledNumber = {
  numbered: new RegExp(
    String.raw`(?<![\p{L}-])${titleWords}(?:\s*\([^)]{0,40}\))?(?<between>[^:\d\n]{0,30}?)\s*(?:nummer|nr\b\.?|no\b\.?|n[°ºo]\.?|num\.|number|#)\s*:?\s*`,
    'gu',
  ),
  plain: new RegExp(String.raw`^\W*${titleWords}\s*:?\s+(?=\S*\d)`, 'gu'),
  /** Any title that has a number and a date behind it: `Belastungsanzeige Nr. 12 vom 05.03.2018`. */
  dated:
    /^\W*\p{L}[\p{L} ()/-]{3,60}?\s(?:nummer|nr\b\.?|no\b\.?|n[°ºo]\.?|#)\s*:?\s*(?=\S*\d\S*\s*(?:vom|von|of|du|del?|dated)(?:$|\s+\S*\d))/gu,
};

/** Words between a title and a number that make it the number of something else. */
export const foreignNumber =
  /bestell|order|auftrag|kunde|client|cliente|customer|vertrag|liefer|commande|pedido|zur\b|zum\b|pour\b|contract/u;

export const orderLabels: Label[] = [
  label(0.95, String.raw`\b(?:ihre\s+)?bestell(?:ung)?s?\s?-?\s?(?:nummer|nr\b\.?|no\b\.?|zeichen)`),
  label(0.9, String.raw`^\W*(?:ihre\s+)?bestellung\b(?!\s*vom)`),
  label(0.85, String.raw`\bbestellung\s+(?:nr\b\.?|nummer)?`),
  label(0.95, String.raw`\b(?:purchase\s+order|p\.?o\.?|customer order|your order|order)${number}`),
  label(0.9, String.raw`\b(?:purchase order|your order|your p\.?o\.?|customer po)\b`),
  label(0.95, String.raw`\b(?:n[°ºo]\.?|numero|num\.?)\s*(?:de\s*|du\s*)?(?:bon de\s*)?commande\b`),
  label(0.9, String.raw`\b(?:bon de )?commande${number}`),
  label(0.9, String.raw`\b(?:votre (?:reference|ref\.?|commande)|vos references)`),
  label(
    0.9,
    String.raw`\b(?:n[°ºo]\.?|numero)\s*(?:de\s*)?pedido\b|\bpedido${number}|\bsu (?:pedido|referencia)\b`,
  ),
  label(0.75, String.raw`\b(?:your (?:reference|ref\.?)|ihr zeichen|ihre referenz)\b`),
];

export const issueDateLabels: Label[] = [
  label(0.97, String.raw`\brechnungs\s?-?\s?(?:datum|tag)\b`),
  label(0.97, String.raw`\b(?:beleg|ausstellungs|gutschrift(?:s)?|korrektur)\s?-?\s?datum\b`),
  label(
    0.97,
    String.raw`\b(?:invoice|issue|bill(?:ing)?|document|tax) date\b|\bdate of (?:issue|invoice)\b|\bdate issued\b`,
  ),
  label(
    0.97,
    String.raw`\bdate\s*(?:de\s*(?:la\s*)?)?(?:facture|facturation|l'emission|d'emission|emission)\b|\bdate d'emission\b`,
  ),
  label(0.97, String.raw`\bfecha\s*(?:de\s*(?:la\s*)?)?(?:factura|emision|expedicion)\b`),
  label(
    0.5,
    String.raw`\b(?:order|bestell|auftrags)\s?-?\s?(?:date|datum)\b|\bdate (?:de )?commande\b|\bfecha (?:de(?:l)? )?pedido\b`,
  ),
  label(0.9, String.raw`\b(?:issued(?: at| on)?|emise? le|emitida el|ausgestellt am)\b`),
  label(0.75, String.raw`(?<![\p{L}-]\s?|liefer- und )\b(?:datum|date|fecha)\b(?!\s*(?:de|of|d')\b)`),
];

export const dueDateLabels: Label[] = [
  label(0.97, String.raw`\b(?:falligkeits?(?:datum|tag)?|fallig\s*(?:am|bis|zum)?|zahlungsziel)\b`),
  label(
    0.95,
    String.raw`\b(?:zahlbar|zu zahlen|zahlung(?:seingang)?|netto)\b[^.;]{0,50}?\bbis(?: zum| spatestens)?`,
  ),
  label(0.95, String.raw`\buberweisen\b[^.;]{0,60}?\bbis(?: zum| spatestens(?: zum)?)?`),
  label(
    0.97,
    String.raw`\b(?:payment )?due(?: date| on| by)?\b(?!\s*pay)|\b(?:pay|remit|payable|payment)\b[^.;]{0,30}?\b(?:by|until|before)\b`,
  ),
  label(
    0.97,
    String.raw`\b(?:date (?:d'|de l')?\s?)?echeance\b|\ba (?:regler|payer) (?:avant|pour) le\b|\bdate limite de (?:paiement|reglement)`,
  ),
  label(0.97, String.raw`\b(?:fecha (?:de )?)?vencimiento\b|\bpagar antes del?\b`),
  label(
    0.85,
    String.raw`\bwird\s+(?:zum|am)\b(?=[^;]{0,80}?(?:eingezogen|abgebucht|belastet|einzug|lastschrift|konto))`,
  ),
];
/** A date after one of these is the end of a discount, not when the money is due. */
export const discountWords = /skonto|discount|escompte|descuento/u;

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
