import { prose } from '../prose.js';
import type { PdfText } from './pdf.js';

const wordsAPage = 380;
const wordsALine = 13;

/** A letter of several full pages. */
export function letterPages(number: number, mark: string, pages: number): PdfText[][] {
  return Array.from({ length: pages }, (_, page) => {
    const words = prose(number * 10 + page, wordsAPage).split(' ');
    const lines = Array.from({ length: Math.ceil(words.length / wordsALine) }, (_line, at) =>
      words.slice(at * wordsALine, (at + 1) * wordsALine).join(' '),
    );
    const head = page === 0 ? `Letter ${mark}` : `Page ${page + 1}`;
    return [head, '', ...lines].flatMap((text, at) =>
      text === '' ? [] : [{ text, x: 50, y: 790 - at * 20, size: 9 }],
    );
  });
}
