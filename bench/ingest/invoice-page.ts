import { numbersFrom } from '#text';
import type { PdfText } from './pdf.js';

const goods = [
  'Copy paper A4',
  'Oak shelf',
  'Desk lamp',
  'Toner black',
  'Steel cabinet',
  'Whiteboard',
  'Office chair',
];
const sellers = ['Quayside Supplies Ltd', 'Miller and Finch Ltd', 'Brook Trading Ltd', 'Elm Stationers Ltd'];
const vatShare = 0.2;

/** An invoice whose lines add up; the mark is its number. */
export function invoicePage(number: number, mark: string): PdfText[] {
  const next = numbersFrom(number);
  const lines = Array.from({ length: 3 + (number % 8) }, (_, at) => {
    const quantity = 1 + Math.floor(next() * 12);
    const cents = 250 + Math.floor(next() * 20_000);
    return {
      name: `${goods[(number + at) % goods.length]} ${100 + at}`,
      quantity,
      cents,
      total: quantity * cents,
    };
  });
  const net = lines.reduce((sum, { total }) => sum + total, 0);
  const tax = Math.round(net * vatShare);
  const seller = sellers[number % sellers.length] ?? '';
  const text = (x: number, y: number, content: string, size = 10): PdfText => ({ text: content, x, y, size });
  const row = (y: number, cells: readonly string[]) =>
    [50, 330, 390, 480].flatMap((x, at) => (cells[at] ? [text(x, y, cells[at])] : []));
  const foot = 560 - lines.length * 16;
  return [
    text(50, 782, seller, 14),
    text(50, 764, `${1 + (number % 90)} Quay Street, Bristol BS1 4XX`),
    text(400, 782, 'INVOICE', 20),
    text(50, 700, `Customer ${number} Design Studio Ltd`),
    ...[
      ['Invoice number', mark.toUpperCase()],
      ['Invoice date', `${1 + (number % 28)} March 2026`],
      ['Order number', `PO-${7000 + number}`],
    ].flatMap(([label = '', value = ''], at) => [
      text(350, 700 - at * 15, label),
      text(460, 700 - at * 15, value),
    ]),
    ...row(580, ['Description', 'Qty', 'Unit price', 'Amount']),
    ...lines.flatMap(({ name, quantity, cents, total }, at) =>
      row(562 - at * 16, [name, String(quantity), money(cents), money(total)]),
    ),
    ...row(foot - 20, ['', '', 'Net total', money(net)]),
    ...row(foot - 36, ['', '', 'VAT 20 %', money(tax)]),
    ...row(foot - 52, ['', '', 'Total GBP', money(net + tax)]),
    text(50, foot - 100, 'Payment within 30 days. Thank you for your order.'),
  ];
}

const money = (cents: number) => (cents / 100).toFixed(2);
