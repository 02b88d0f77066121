import type { ReadBill } from '../bill.js';
import { countOf, type Found, isBefore, pastOf } from './anomaly.js';

/** A seller that never billed before, or one with another bank account or VAT id than before. */
export function unusualSeller(own: ReadBill, others: readonly ReadBill[]): Found[] {
  const { seller, sellerVat } = own.bill;
  if (seller === null && sellerVat === null) return [];
  const before = others.filter((other) => isBefore(other, own));
  if (before.length === 0) return others.length > 0 ? [] : [newSeller(own)];
  return [
    ...changed(own, before, {
      kind: 'BANK_ACCOUNT',
      field: 'iban',
      what: 'bank account',
      traitOf: ({ bill }) => bill.iban,
      shown: masked,
    }),
    ...changed(own, before, {
      kind: 'VAT_ID',
      field: 'seller_vat',
      what: 'VAT id',
      traitOf: ({ bill }) => bill.sellerVat,
      shown: (value) => value,
    }),
  ];
}

function newSeller({ bill }: ReadBill): Found {
  const name = bill.seller ?? bill.sellerVat;
  return {
    kind: 'NEW_SELLER',
    severity: 'LOW',
    score: null,
    reason: `No other bill of ${name} is known.`,
    fields: ['seller_name', 'seller_vat'],
    rests: [],
  };
}

interface Trait {
  kind: 'BANK_ACCOUNT' | 'VAT_ID';
  field: string;
  what: string;
  traitOf(bill: ReadBill): string | null;
  shown(value: string): string;
}

function changed(own: ReadBill, before: readonly ReadBill[], trait: Trait): Found[] {
  const { kind, field, what, traitOf, shown } = trait;
  const value = traitOf(own);
  const known = before.filter((bill) => traitOf(bill) !== null);
  const last = known.at(-1);
  if (value === null || !last || known.some((bill) => traitOf(bill) === value)) return [];
  const former = shown(traitOf(last) ?? '');
  const all = countOf(known.length, 'bill');
  return [
    {
      kind,
      severity: 'HIGH',
      score: null,
      reason: `The ${what} ${shown(value)} is new: the ${all} of ${own.bill.seller ?? 'this seller'} before named ${former}.`,
      fields: [field],
      rests: pastOf(known, field),
    },
  ];
}

/** An account is told by its country and its end. */
const masked = (iban: string) => `${iban.slice(0, 2)}…${iban.slice(-4)}`;
