import { numbersFrom } from '#text';
import { markOf, prose } from '../prose.js';
import { invoicePage } from './invoice-page.js';
import { letterPages } from './letter-pages.js';
import { pdf } from './pdf.js';

/** A file to ingest, with a word that only it holds. */
export interface BenchFile {
  name: string;
  bytes: Uint8Array;
  mark: string;
}

/** PDFs with a text layer: invoices of one page and letters of three, by turns. */
export function pdfFiles(count: number, first = 0): BenchFile[] {
  return numbers(count, first).map((number) => {
    const mark = markOf('pdf', number);
    const isInvoice = number % 2 === 0;
    const pages = isInvoice ? [invoicePage(number, mark)] : letterPages(number, mark, 3);
    return { name: `${isInvoice ? 'invoice' : 'letter'}-${number}.pdf`, bytes: pdf(pages), mark };
  });
}

/** Notes of some 200 words. */
export function textFiles(count: number, first = 0): BenchFile[] {
  return numbers(count, first).map((number) => {
    const mark = markOf('note', number);
    const day = 1 + Math.floor(numbersFrom(number)() * 28);
    const text = `Note ${mark} of ${day} May 2026\n\n${prose(number, 100)}\n\n${prose(number + 100_000, 100)}\n`;
    return { name: `note-${number}.txt`, bytes: new TextEncoder().encode(text), mark };
  });
}

const numbers = (count: number, first: number) => Array.from({ length: count }, (_, at) => first + at);
