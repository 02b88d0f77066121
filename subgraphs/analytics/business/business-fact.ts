import type { ExtractedField } from 'tributary/sdk';
import { fold } from '#text';

/** What a document says of a deal; null where it says nothing that can be relied on. */
export interface BusinessFact {
  readonly kind: string | null;
  readonly seller: string | null;
  readonly sellerKey: string | null;
  readonly buyer: string | null;
  readonly buyerKey: string | null;
  /** ISO 4217. */
  readonly currency: string | null;
  /** Decimal strings. */
  readonly amount: string | null;
  readonly tax: string | null;
  /** ISO 8601. */
  readonly issueDate: string | null;
  readonly dueDate: string | null;
  readonly orderRef: string | null;
  /** The mean of its fields, from 0 to 1. */
  readonly confidence: number;
}

const longestName = 200;

/** The fact of a document with these fields; null when none of them is of business. */
export function businessFactOf(kind: string | null, fields: readonly ExtractedField[]): BusinessFact | null {
  const texts = new Map<string, string>();
  for (const { name, value } of fields) {
    if (typeof value === 'string' && value.trim() !== '' && !texts.has(name)) texts.set(name, value);
  }
  const seller = nameOf(texts.get('seller_name'));
  const buyer = nameOf(texts.get('buyer_name'));
  const found = {
    seller,
    buyer,
    currency: matching(texts.get('currency')?.toUpperCase(), /^[A-Z]{3}$/),
    amount: matching(texts.get('grand_total'), decimal),
    tax: matching(texts.get('tax_total'), decimal),
    issueDate: dayOf(texts.get('issue_date')),
    dueDate: dayOf(texts.get('due_date')),
    orderRef: nameOf(texts.get('order_ref')),
  };
  if (Object.values(found).every((value) => value === null)) return null;
  const confidence = fields.reduce((sum, field) => sum + field.confidence, 0) / fields.length;
  return { kind, ...found, sellerKey: companyKey(seller), buyerKey: companyKey(buyer), confidence };
}

const decimal = /^-?\d{1,15}(?:\.\d{1,6})?$/;
const matching = (text: string | undefined, form: RegExp) =>
  text !== undefined && form.test(text) ? text : null;

function dayOf(text: string | undefined): string | null {
  const day = matching(text, /^\d{4}-\d{2}-\d{2}$/);
  if (day === null) return null;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
}

function nameOf(text: string | undefined): string | null {
  const name = text?.replace(/\s+/g, ' ').trim().slice(0, longestName) ?? '';
  return name === '' ? null : name;
}

const legalForms = new Set(
  'ltd limited inc incorporated corp corporation co company llc llp plc gmbh mbh ag kg ohg ug ev sa sas sarl sl slu srl spa bv nv oy ab as aps'.split(
    ' ',
  ),
);

/** One company however it is written; the name itself when nothing but a legal form is left. */
export function companyKey(name: string | null): string | null {
  if (name === null) return null;
  const words = fold(name)
    .replaceAll('.', '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const own = words.filter((word) => !legalForms.has(word));
  return (own.length > 0 ? own : words).join(' ') || fold(name);
}
