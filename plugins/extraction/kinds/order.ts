import type { ExtractedField, PageText } from 'tributary/sdk';
import { best, labelHits, valuesBeside } from '../engine/candidates.js';
import { conventionsOf, extractInvoice } from '../engine/extract.js';
import { label } from '../engine/labels.js';
import { readSheet } from '../engine/sheet.js';
import { findDateValues } from '../engine/values.js';

/** What the fields of a bill are called on an order. */
const names: Readonly<Record<string, string>> = {
  order_ref: 'order_number',
  issue_date: 'order_date',
  buyer_name: 'buyer',
  seller_name: 'supplier',
  net_total: 'net_total',
  tax_total: 'tax_total',
  grand_total: 'total',
  currency: 'currency',
  lines: 'lines',
};
const dateLabels = [
  label(
    0.95,
    String.raw`\b(?:purchase )?order(?:ed)? (?:date|on)\b|\bdate of order\b|\bbestell?(?:ungs)?-?\s?datum\b|\bauftragsdatum\b`,
  ),
  label(
    0.95,
    String.raw`\bdate (?:de (?:la )?|du )?commande\b|\bfecha (?:de(?:l)? )?pedido\b|\bdata (?:dell')?ordine\b|\bbesteldatum\b`,
  ),
];
const deliveryLabels = [
  label(
    0.92,
    String.raw`\b(?:deliver(?:y|ed)?|shipment|ship)\s?-?\s?(?:date|by|before|until|on|due)\b|\b(?:required|needed|requested)\s+(?:by|on|date)\b`,
  ),
  label(
    0.92,
    String.raw`\bliefer(?:datum|termin|frist)\b|\blieferung\b[^.;]{0,40}?\b(?:bis(?: zum)?|am|spatestens)\b|\bwunschtermin\b`,
  ),
  label(
    0.9,
    String.raw`\bdate de livraison\b|\blivraison (?:le|avant le)\b|\bfecha de entrega\b|\bdata di consegna\b|\bleverdatum\b`,
  ),
  label(0.85, String.raw`\bdeliver(?:ed)?\b[^.;]{0,50}?\b(?:by|before|until|on)\b`),
];

/** The fields of a purchase order. */
export function readOrder(pages: readonly PageText[]): ExtractedField[] {
  const sheet = readSheet(pages);
  const dates = findDateValues(conventionsOf(pages));
  const dateBy = (labels: typeof dateLabels) =>
    best(labelHits(sheet, labels).flatMap((hit) => valuesBeside(sheet, hit, dates)));
  const ordered = dateBy(dateLabels);
  const delivery = dateBy(deliveryLabels);
  const read = extractInvoice(pages, 'buyer').fields;
  const fields = read.flatMap((field) => {
    const name = names[field.name];
    if (!name || (name === 'order_date' && ordered)) return [];
    return [{ ...unmarked(field), name }];
  });
  const net = fields.find(({ name }) => name === 'net_total');
  // An order often has one sum only.
  if (net && !fields.some(({ name }) => name === 'total'))
    fields.push({ ...net, name: 'total', confidence: Math.min(net.confidence, 0.75) });
  if (ordered)
    fields.push({
      name: 'order_date',
      value: ordered.value,
      confidence: ordered.confidence,
      ...ordered.place,
    });
  if (delivery)
    fields.push({
      name: 'delivery_date',
      value: delivery.value,
      confidence: delivery.confidence,
      ...delivery.place,
    });
  return fields;
}

/** Without the asterisks that a text file sets a name in bold with. */
function unmarked(field: ExtractedField): ExtractedField {
  const marks =
    typeof field.value === 'string' && /^(?<open>[*_#\s]+)(?<inner>.+?)[*_\s]*$/u.exec(field.value);
  if (!marks || field.start === null) return field;
  const { open = '', inner = '' } = marks.groups ?? {};
  const start = field.start + open.length;
  return { ...field, value: inner, start, end: start + [...inner].length, quote: inner };
}
