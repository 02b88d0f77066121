import { type Label, label, numberWord } from './labels.js';

/** What bills are called, on folded text, by language; the first part of `Rechnungsnummer`, `Invoice No.`, `Factuurnr.` */
const documents = {
  german: String.raw`(?:handels|honorar|sammel|schluss|abschlags|teil|miet|monats)?rechnungs?|rech(?:n|g)?\.?|rg\.?|re|faktura|fakturen|belegs?|dokument(?:en)?s?|gutschrifts?|gutschriften|storno|korrektur|rechnungs-?korrektur`,
  english: String.raw`(?:tax |sales |commercial )?(?:invoice|inv\.?)|bill|document|doc\.?|(?:tax )?credit (?:note|memo)|corrective invoice`,
  french: String.raw`factures?|fact\.?|avoir|piece|document|note de credit|facture (?:rectificative|d'avoir)`,
  italian: String.raw`fattura|fatt\.?|documento|doc\.?|nota (?:di )?credito`,
  spanish: String.raw`facturas?|fra\.?|fact\.?|abono|documento|nota de credito|nota de abono|factura rectificativa`,
  dutch: String.raw`factuur|fact\.?|creditnota|creditfactuur|kredietnota|document`,
  polish: 'faktur[ay](?: vat)?(?: korygujac(?:a|ej))?|dokumentu?|korekty|rachunku?',
  portuguese: 'faturas?|fatura-recibo|factura|documento|nota de credito|recibo',
};
const document = `(?:${Object.values(documents).join('|')})`;
/** Receipts number their sales. */
const sale = 'receipt|slip|bon|ticket|trans(?:action)?';
const ofThe = String.raw`(?:\s*(?:der|of(?: the)?|de la|de l'|de|du|d'|della|del|di|da|do|van))?`;
const reference = String.raw`(?:\s*-?\s*(?:reference|referenz|ref\b\.?))`;
/** `Numero` says little by itself: it must fill its cell, or stand right before the value. */
const alone = String.raw`(?=\s*[:.]?\s*(?:$|[\p{L}/._-]{0,6}\d))`;
/** An earlier document, or one of another kind (`Ursprungsbeleg-Nr.`, `Lieferbelegnummer`). */
const ownWord = String.raw`(?<![\p{L}\d]|(?:ursprungs|bezugs|liefer)-?)`;
/** The label is no part of the number itself: `INV-7`. */
const ended = String.raw`(?![\p{L}\d-])`;

export const invoiceNumberLabels: Label[] = [
  label(0.95, `${ownWord}${document}${numberWord}`),
  label(
    0.95,
    String.raw`\b(?:nummer|nr\.?|no\.?|n\.?\s?[°ºo]\.?|n\.|num(?:ber|ero|er)?\.?|numer)${ofThe}\s*${document}${ended}`,
  ),
  label(0.9, `${ownWord}${document}${reference}|${reference}${ofThe} ?${document}${ended}`),
  label(0.85, String.raw`\b(?:${sale})${numberWord}`),
  label(
    0.75,
    String.raw`^\W*(?:our |unsere |notre |nostra |nuestra |onze )?(?:${document})${ended}(?=\s*:?\s*(?:$|[^\s:]*\d))`,
  ),
  label(0.7, String.raw`\binv\b\.?${ended}`),
  label(
    0.6,
    String.raw`(?:^|\||\s{2})\W*(?:nummer|nr\.?|numero|num\.?|number|no\.|numer|n\.?[°º]|#)${alone}`,
  ),
];

/** A document title such as `Rechnung`, `Mietrechnung`, `Credit note`, with what may follow it. */
const titleWords = String.raw`(?:\p{L}*rechnung(?:s-?\s?korrektur)?(?: des versicherers)?|rechnungskorrektur|gutschrift|korrekturbeleg|faktura(?: vat)?(?: korygujaca| koncowa| zaliczkowa)?|(?:tax |sales |commercial |proforma |corrective )?invoice|(?:tax )?credit (?:note|memo)|facture(?: d'avoir| rectificative| de vente| client)?|avoir|note de credit|fattura(?: immediata| differita| di vendita| accompagnatoria)?|nota (?:di |de )?(?:credito|credit|abono)|factura(?: rectificativa| de venta| comercial| simplificada)?|abono|(?:verkoop|credit)?factuur|(?:credit|krediet)nota|fatura(?:-recibo| simplificada)?|nota fiscal|korekta faktury|receipt|quittung|cash bill|kassenbon)`;
const number = String.raw`(?:nummer|nr\b\.?|no\b\.?|n\.?\s?[°º]\.?|n[°ºo]\.?|n\.|numero|numer|number|num\b\.?|#)`;
/** Before the date of a title. */
const dating = '(?:vom|von|of|du|de fecha|del?|di|da|van|dated|z dnia|z|datum|date|data|fecha)';

/** The title with the number after it: `Rechnung Nr. 12 vom …`, `Facture FA-2017-0009`, `Invoice # 7`. */
export const titledNumber = {
  numbered: new RegExp(
    String.raw`(?<![\p{L}-])${titleWords}(?:\s*\([^)]{0,40}\))?(?<between>[^:\d\n]{0,30}?)\s*(?<![\p{L}])${number}\s*:?\s*`,
    'gu',
  ),
  plain: new RegExp(String.raw`^\W*${titleWords}(?:\s*[/|]\s*${titleWords})?\s*:?\s+(?=\S*\d)`, 'gu'),
  /** A title that fills its cell, and what may stand before a number in the next one. */
  bare: new RegExp(String.raw`^\W*${titleWords}(?:\s*[/|]\s*${titleWords})?\W*$`, 'u'),
  lead: new RegExp(String.raw`^\W*(?:${number}\s*:?\s*)?`, 'u'),
  /** Any title that has a number and a date behind it: `Belastungsanzeige Nr. 12 vom 05.03.2018`. */
  dated: new RegExp(
    String.raw`^\W*\p{L}[\p{L} ()/-]{3,60}?\s${number}\s*:?\s*(?=\S*\d\S*\s*${dating}(?:$|\s+\S*\d))`,
    'gu',
  ),
};

/** What stands between a title and its date, at the end of a row. */
export const datingAtEnd = new RegExp(String.raw`\b(?:${dating}|issued at)\s*$`, 'u');
export const datingAtStart = new RegExp(String.raw`^\W*${dating}\b`, 'u');

/** Other documents that an invoice refers to. */
const otherDocuments =
  'bestell|auftrag|kunde|vertrag|liefer|angebot|zahler|order|customer|contract|delivery|despatch|quot|consignment|client|commande|livraison|devis|contrat|cliente|ordine|ddt|preventivo|pedido|albaran|presupuesto|klant|pakbon|offerte|klient|zamowieni|umow|wz\\b|encomenda|guia|orcamento';

/** Words between a title and a number that make it the number of something else. */
export const foreignNumber = new RegExp(String.raw`${otherDocuments}|zur\b|zum\b|pour\b`, 'u');

/** Words before a number that make it the number of an earlier document. */
export const earlierDocument =
  /ursprung|original|d'origine|bezug|storno (?:von|der)|vorherig|previous|weitere referenz|^\W*abz(?:gl|ug)|\b(?:zu|zur|for|to|of|under|re:?|sur|annule la|a la|d'origine|rif\.?|storno|rectifica la|betreft|creditering van|do|dotyczy|a|referente a)\s+(?:your purchase under |the )?(?:\p{L}*rechnung|invoice|facture|fattura|factura|factuur(?:nummer)?|faktury|fatura)/u;
