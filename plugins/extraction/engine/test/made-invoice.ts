import type { PageText } from 'tributary/sdk';
import { numbersFrom } from 'tributary/text';
import { dutch, english, german, polish } from './germanic-slavic-words.js';
import type { InvoiceWords } from './invoice-words.js';
import { type HeadLayout, headLayouts, layHead } from './made-head.js';
import { layTotals, type TotalsLayout, totalsLayouts } from './made-totals.js';
import { type NoiseWords, noiseWords } from './noise-words.js';
import { PageWriter } from './page-writer.js';
import { french, italian, portuguese, spanish } from './romance-words.js';
import { Dice, writtenAmount, writtenDate } from './written-values.js';

const languages = {
  de: german,
  en: english,
  nl: dutch,
  pl: polish,
  fr: french,
  it: italian,
  es: spanish,
  pt: portuguese,
};
export type Language = keyof typeof languages;
export const languageNames = Object.keys(languages) as Language[];

/** An amount of money and what it is taxed with. */
export interface RateShare {
  rate: number;
  base: number;
  tax: number;
}

/** What an invoice says, before it is laid out. Amounts are cents. */
export interface Facts {
  words: InvoiceWords;
  noise: NoiseWords;
  isCredit: boolean;
  number: string;
  issued: string;
  lines: { name: string; quantity: number; price: number; total: number }[];
  allowance: number;
  charge: number;
  shares: RateShare[];
  net: number;
  tax: number;
  grand: number;
  prepaid: number;
  rounding: number;
  due: number;
  date(iso: string): string;
  amount(cents: number): string;
  money(cents: number): string;
}

export interface MadeInvoice {
  pages: PageText[];
  expected: {
    invoice_number: string;
    issue_date: string;
    grand_total: string;
    isCredit: boolean;
    lines: { name: string; quantity: string; total: string }[];
  };
  /** What it was made of, to tell classes of misses apart. */
  traits: { language: Language; head: HeadLayout; totals: TotalsLayout; dates: string; amounts: string };
}

const rates: Record<Language, number[]> = {
  de: [19, 7],
  en: [20, 5],
  fr: [20, 5.5],
  it: [22, 10],
  es: [21, 10],
  nl: [21, 9],
  pl: [23, 8],
  pt: [23, 6],
};
const goods = ['Alpha 100', 'Kabel Beta', 'Gamma Set', 'Delta Plus', 'Service Omega', 'Modul K-7', 'Sigma'];

/** The invoice of a seed: always the same one. */
export function makeInvoice(seed: number): MadeInvoice {
  const dice = new Dice(numbersFrom(seed));
  const language = dice.one(languageNames);
  const words = languages[language];
  const form = dice.one(words.amounts);
  const american = language === 'en' && dice.often(0.25);
  const dateForm = american
    ? dice.one(['mm/dd/yyyy', 'M D, Y', 'mm/dd/yyyy'])
    : dice.one([...words.numeric, ...words.numeric, ...words.written]);
  const sign = american ? '$' : ({ EUR: '€', GBP: '£', PLN: 'zł' }[words.currency] ?? '');
  const style = dice.one(
    american || words.currency === 'GBP'
      ? ['before', 'before', 'none']
      : ['after', 'code', 'none', 'none', words.currency === 'EUR' ? 'before' : 'after'],
  );
  const amount = (cents: number) => writtenAmount(cents, form);
  const money = (cents: number) =>
    ({
      before: `${sign}${sign === '€' ? ' ' : ''}${amount(cents)}`,
      after: `${amount(cents)} ${sign}`,
      code: `${amount(cents)} ${words.currency}`,
      none: amount(cents),
    })[style] ?? amount(cents);
  const facts: Facts = {
    ...sums(dice, rates[language]),
    words,
    noise: noiseWords[language],
    isCredit: false,
    number: numberOf(dice),
    issued: isoDate(dice),
    date: (iso) => writtenDate(iso, dateForm, words),
    amount,
    money,
  };
  if (dice.often(0.12)) makeCredit(facts, dice);
  const page = new PageWriter();
  const head = dice.one(headLayouts);
  const totals = dice.one(totalsLayouts);
  layHead(page, facts, head, dice, american);
  layTotals(page, facts, totals, dice);
  layFoot(page, facts, dice);
  return {
    pages: [page.finish(dice.often(0.2))],
    expected: {
      invoice_number: facts.number,
      issue_date: facts.issued,
      grand_total: (facts.grand / 100).toFixed(2),
      isCredit: facts.isCredit,
      lines: facts.lines.map(({ name, quantity, total }) => ({
        name,
        quantity: String(quantity),
        total: (total / 100).toFixed(2),
      })),
    },
    traits: { language, head, totals, dates: dateForm, amounts: `${form} ${style}` },
  };
}

function numberOf(dice: Dice): string {
  const count = String(dice.between(3, 99_999));
  const year = String(dice.between(2015, 2029));
  return dice.one([
    count.padStart(4, '0'),
    count.padStart(6, '0'),
    `${year}-${count.padStart(4, '0')}`,
    `${year}/${count}`,
    `RE-${count.padStart(5, '0')}`,
    `F${year}${count.padStart(4, '0')}`,
    `INV-${year}-${count}`,
    `${count}/${year}`,
    `FA/${count}/${dice.between(1, 12)}/${year}`,
    `A ${count.padStart(5, '0')}`.replace(' ', dice.one(['', '-'])),
    `${dice.between(10, 99)}.${count.padStart(5, '0')}`,
  ]);
}

function isoDate(dice: Dice): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${dice.between(2016, 2028)}-${two(dice.between(1, 12))}-${two(dice.between(1, 28))}`;
}

/** The date that many days later, or earlier. */
export function daysLater(iso: string, days: number): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function sums(dice: Dice, [usual = 20, reduced = 5]: number[]) {
  const lines = dice.some(goods, dice.between(1, 4)).map((name) => {
    const quantity = dice.between(1, 12);
    const price = dice.often(0.25) ? dice.between(20_000, 900_000) : dice.between(150, 40_000);
    return { name, quantity, price, total: quantity * price };
  });
  const goodsTotal = lines.reduce((sum, { total }) => sum + total, 0);
  const allowance = dice.often(0.2) ? Math.round(goodsTotal * 0.05) : 0;
  const charge = dice.often(0.2) ? dice.between(390, 2_900) : 0;
  const net = goodsTotal - allowance + charge;
  const zero = dice.often(0.06);
  const second = !zero && lines.length > 1 && dice.often(0.3) ? (lines.at(-1)?.total ?? 0) : 0;
  const share = (base: number, rate: number): RateShare => ({
    base,
    rate,
    tax: Math.round((base * rate) / 100),
  });
  const shares = zero
    ? [share(net, 0)]
    : [share(net - second, usual), ...(second > 0 ? [share(second, reduced)] : [])];
  const tax = shares.reduce((sum, each) => sum + each.tax, 0);
  const grand = net + tax;
  const prepaid = dice.often(0.2) ? Math.round(grand * dice.one([0.3, 0.5, 0.25])) : 0;
  const rounding = prepaid === 0 && dice.often(0.05) ? Math.round(grand / 5) * 5 - grand : 0;
  return {
    lines,
    allowance,
    charge,
    shares,
    net,
    tax,
    grand,
    prepaid,
    rounding,
    due: grand - prepaid + rounding,
  };
}

/** A credit note prints its sums as they are, or as negatives. */
function makeCredit(facts: Facts, dice: Dice): void {
  facts.isCredit = true;
  facts.due = facts.grand;
  facts.prepaid = 0;
  facts.rounding = 0;
  if (dice.often(0.5)) return;
  for (const name of ['net', 'tax', 'grand', 'due', 'allowance', 'charge'] as const) facts[name] *= -1;
  facts.shares = facts.shares.map(({ rate, base, tax }) => ({ rate, base: -base, tax: -tax }));
  facts.lines = facts.lines.map((line) => ({ ...line, quantity: -line.quantity, total: -line.total }));
}

/** Words with a number, a date and an amount of something else in their places. */
export function noisy(text: string, facts: Facts, dice: Dice): string {
  return text
    .replace(/\bN\b(?![.°º])/u, String(dice.between(1_000, 9_999_999)))
    .replace(/\bD\b/u, () => facts.date(daysLater(facts.issued, -dice.between(2, 60))))
    .replace(/\bA\b/u, () => facts.money(Math.round(facts.grand * 0.98)));
}

function layFoot(page: PageWriter, facts: Facts, dice: Dice): void {
  const { words, noise } = facts;
  page.gap();
  if (dice.often(0.15)) page.row([50, noisy(noise.discount, facts, dice)]);
  for (const note of dice.some(words.notes, dice.between(0, 2))) page.row([50, note]);
  if (dice.often(0.7)) page.row([50, 'IBAN DE89 3704 0044 0532 0130 00'], [300, 'BIC COBADEFFXXX']);
  if (dice.often(0.3)) page.row([420, noisy(dice.one(noise.printed), facts, dice)]);
  if (dice.often(0.4)) page.row([50, `${dice.one(words.company)} · Tel. 040 123456-78`], [400, 'HRB 12345']);
}
