import { AppError } from 'tributary/sdk';
import { readSchema } from '../schema/read-schema.js';
import type { SchemaNode } from '../schema/schema-node.js';

/** The kinds of documents whose fields are known. */
export const kinds = ['INVOICE', 'RECEIPT', 'PURCHASE_ORDER', 'CONTRACT', 'LETTER'] as const;
export type Kind = (typeof kinds)[number];

const text = (description: string) => ({ type: 'string', description });
const date = (description: string) => ({ type: 'string', format: 'date', description });
const amount = (description: string) => ({ type: 'string', format: 'decimal', description });
const duration = (description: string) => ({ type: 'string', format: 'duration', description });
const currency = { type: 'string', format: 'currency', description: 'ISO 4217' };
const lines = {
  type: 'array',
  description: 'the rows of goods or services',
  items: {
    type: 'object',
    properties: {
      name: text('what it is'),
      quantity: { type: ['string', 'null'] },
      total: amount('its sum'),
    },
    required: ['name', 'total'],
  },
};

const properties: Readonly<Record<Kind, Readonly<Record<string, object>>>> = {
  INVOICE: {
    invoice_number: text('the number of the invoice'),
    type_code: text('UNTDID 1001: 380 invoice, 381 credit note, 384 correction, 389 self-billed'),
    issue_date: date('the day it was issued'),
    due_date: date('the day until which it is to be paid'),
    seller_name: text('who issued it'),
    seller_vat: text("the seller's VAT id"),
    buyer_name: text('who is billed'),
    currency,
    net_total: amount('the sum before tax'),
    tax_total: amount('the tax'),
    grand_total: amount('the sum with tax'),
    due_amount: amount('what is still to be paid'),
    order_ref: text("the buyer's order"),
    iban: { type: 'string', format: 'iban', description: 'the account to be paid to' },
    lines,
  },
  RECEIPT: {
    company: text('the company that sold, as printed at the top'),
    date: date('the day of the sale'),
    address: text('the address of the shop, on one line'),
    total: amount('what had to be paid, after rounding'),
    tax: amount('the tax'),
    currency,
    payment_method: { enum: ['CASH', 'CARD'] },
    lines,
  },
  PURCHASE_ORDER: {
    order_number: text('the number of the order'),
    order_date: date('the day it was ordered'),
    buyer: text('who orders'),
    supplier: text('who is to deliver'),
    net_total: amount('the sum before tax'),
    tax_total: amount('the tax'),
    total: amount('the sum of the order'),
    currency,
    delivery_date: date('the day until which it is to be delivered'),
    lines,
  },
  CONTRACT: {
    parties: { type: 'array', items: text('a party'), description: 'the names of the parties' },
    effective_date: date('the day from which it holds'),
    end_date: date('the day on which it ends'),
    term: duration('how long it runs, as ISO 8601 such as P12M'),
    notice_period: duration('the period of notice, as ISO 8601 such as P3M'),
    governing_law: text('the law that governs it'),
    value: amount('its price or fee'),
    currency,
  },
  LETTER: {
    sender: text('who wrote'),
    recipient: text('whom it is written to'),
    date: date('the day it was written'),
    subject: text('what it is about, as printed'),
    reference: text('a reference or file number'),
  },
};

/** The names of the fields of each kind. */
export const fieldNames: Readonly<Record<Kind, ReadonlySet<string>>> = {
  INVOICE: new Set(Object.keys(properties.INVOICE)),
  RECEIPT: new Set(Object.keys(properties.RECEIPT)),
  PURCHASE_ORDER: new Set(Object.keys(properties.PURCHASE_ORDER)),
  CONTRACT: new Set(Object.keys(properties.CONTRACT)),
  LETTER: new Set(Object.keys(properties.LETTER)),
};

/** The fields without which a person should look at the document. */
export const neededFields: Readonly<Record<Kind, readonly string[]>> = {
  INVOICE: ['invoice_number', 'issue_date', 'grand_total', 'seller_name'],
  RECEIPT: ['company', 'date', 'total'],
  PURCHASE_ORDER: ['order_number'],
  CONTRACT: ['parties', 'effective_date'],
  LETTER: ['sender', 'date'],
};

/** What a kind's fields are, in the same form as a schema that a user gives. */
export function schemaOfKind(kind: Kind): SchemaNode {
  const read = readSchema({ type: 'object', properties: properties[kind] });
  if ('node' in read) return read.node;
  throw new AppError('INTERNAL', { reason: `${kind}${read.fault.pointer}: ${read.fault.problem}` });
}
