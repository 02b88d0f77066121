import type { PageText } from 'tributary/sdk';
import type { Extraction } from '../extract.js';
import { conventionsOf, linesField } from '../extract.js';
import { findCurrency } from '../kind.js';
import { findLines } from '../line-items.js';
import { type Place, readSheet } from '../sheet.js';
import { readHead } from './head.js';
import { findReceiptDate } from './receipt-date.js';
import { findReceiptSums } from './receipt-total.js';

type Field = Extraction['fields'][number];

/**
 * The fields of a receipt, by the order in which its head is printed, the labels of its sums and the arithmetic of the
 * till. Pure; a receipt takes about a millisecond.
 */
export function readReceipt(pages: readonly PageText[]): Field[] {
  const sheet = readSheet(pages);
  const conventions = conventionsOf(pages);
  const { company, address } = readHead(sheet);
  const { total, tax, payment } = findReceiptSums(sheet);
  const lines = findLines(sheet, conventions);
  const found: [string, { value: string; confidence: number; place: Place } | null][] = [
    ['company', company],
    ['address', address],
    ['date', findReceiptDate(sheet)],
    ['total', total],
    ['tax', tax],
    ['currency', findCurrency(sheet, conventions)],
    ['payment_method', payment],
  ];
  const fields = found.flatMap(([name, each]): Field[] =>
    each ? [{ name, value: each.value, confidence: each.confidence, ...each.place }] : [],
  );
  const paid = total ? { value: total.value, confidence: total.confidence, place: total.place } : null;
  if (lines) lines.items = lines.items.map(counted);
  if (lines) fields.push(linesField(lines, { net: null, tax: null, grand: paid, due: null }));
  return fields;
}

/** `2 x Soup`: the quantity stands in front of the name. */
function counted<Item extends { name: string; quantity: string | null }>(item: Item): Item {
  const lead = /^(?<count>\d{1,3})\s?[x×*@]\s+(?<name>.*\p{L}.*)$/iu.exec(item.name)?.groups;
  if (item.quantity !== null || !lead) return item;
  return { ...item, name: lead.name ?? item.name, quantity: lead.count ?? null };
}
