import { numbersFrom } from 'tributary/text';
import { phrases, type Supplier, suppliers } from './suppliers.js';

export interface HistoryOptions {
  /** How many months; one invoice a supplier and month, but for those among the files of `examples/erp`. */
  months: number;
  /** The last of them, as `2026-10`. */
  until: string;
  /** The same one gives the same invoices, byte by byte. */
  seed: number;
}
export interface MadeInvoice {
  name: string;
  text: string;
  supplier: string;
  /** ISO 8601, a day. */
  date: string;
  /** Before tax, in euros. */
  net: number;
}

/** A year before the first order of `examples/erp`, and what goes on beside those orders. */
export const historyDefaults: HistoryOptions = { months: 14, until: '2026-10', seed: 6 };

const buyer = 'Lindenhof Interiors GmbH, Speicherstraße 14, 20457 Hamburg';
const dueDays = 30;
const dayMs = 86_400_000;
/** How far a month may lie from what is usual, to either side. */
const spread = 0.06;

/** Invoices of months past, oldest first: amounts with season, growth and a little chance, all from the seed. */
export function invoiceHistory({ months, until, seed }: HistoryOptions): MadeInvoice[] {
  const random = numbersFrom(seed);
  const [year = 0, month = 0] = until.split('-').map(Number);
  return Array.from({ length: months }, (_, index) =>
    suppliers.flatMap((supplier) => {
      const day = supplier.day + Math.floor(random() * 3);
      const date = new Date(Date.UTC(year, month - months + index, day));
      const invoice = invoiceOf(supplier, index, date, 1 + spread * (2 * random() - 1));
      return supplier.inExamples.includes(invoice.date.slice(0, 7)) ? [] : [invoice];
    }),
  ).flat();
}

function invoiceOf(supplier: Supplier, index: number, date: Date, chance: number): MadeInvoice {
  const season = supplier.season[date.getUTCMonth()] ?? 1;
  const wanted = supplier.base * (1 + supplier.growth * index) * season * chance;
  const lines = supplier.goods.map(({ name, price }) => {
    const quantity = Math.max(1, Math.round(wanted / supplier.goods.length / price));
    return { name, quantity, price, amount: cents(quantity * price) };
  });
  const net = cents(lines.reduce((sum, { amount }) => sum + amount, 0));
  const tax = cents((net * supplier.taxPercent) / 100);
  const iso = date.toISOString().slice(0, 10);
  return {
    name: `history/${iso.slice(0, 7)}-${supplier.id}.txt`,
    text: textOf(supplier, supplier.numberOf(index, date.getUTCFullYear()), date, lines, { net, tax }),
    supplier: supplier.name,
    date: iso,
    net,
  };
}

interface Line {
  name: string;
  quantity: number;
  price: number;
  amount: number;
}

function textOf(
  supplier: Supplier,
  number: string,
  date: Date,
  lines: readonly Line[],
  { net, tax }: { net: number; tax: number },
): string {
  const words = phrases[supplier.language];
  const money = (amount: number) =>
    amount.toLocaleString(words.locale, {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
      useGrouping: 'always',
    });
  const sum = (label: string, amount: number) => `${label}: ${money(amount)} EUR`;
  return [
    supplier.name,
    supplier.address,
    `${words.taxId}: ${supplier.taxId}`,
    '',
    words.title,
    '',
    `${words.billTo}: ${buyer}`,
    '',
    `${words.number}: ${number}`,
    `${words.date}: ${dayOf(date, supplier.language)}`,
    `${words.due}: ${dayOf(new Date(date.getTime() + dueDays * dayMs), supplier.language)}`,
    '',
    words.columns.join('\t'),
    ...lines.map(({ name, quantity, price, amount }) =>
      [name, quantity, money(price), money(amount)].join('\t'),
    ),
    '',
    sum(words.net, net),
    sum(`${words.tax} ${supplier.taxPercent} %`, tax),
    sum(words.total, cents(net + tax)),
    '',
    `IBAN: ${supplier.iban}`,
    '',
  ].join('\n');
}

function dayOf(date: Date, language: Supplier['language']): string {
  const options = { timeZone: 'UTC', year: 'numeric', day: '2-digit' } as const;
  return date.toLocaleDateString(phrases[language].locale, {
    ...options,
    month: language === 'en' ? 'long' : '2-digit',
  });
}

const cents = (amount: number) => Math.round(amount * 100) / 100;
