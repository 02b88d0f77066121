import { codePointLength, codePointSlice } from '#text';
import { chunkPages } from './chunk-pages.js';

const page = (text: string, number = 1) => ({ number, text, lines: [] });
const prose = (sentences: number, of = 'The mill grinds flour for the whole valley') =>
  Array.from({ length: sentences }, (_, at) => `${of}, year ${at}.`).join(' ');
const table = (rows: number) =>
  ['Item\tQuantity\tPrice', ...Array.from({ length: rows }, (_, at) => `Flour ${at}\t${at}\t${at}.50`)].join(
    '\n',
  );

/** Texts that are easily cut in the wrong place. */
const texts: Record<string, string> = {
  prose: prose(80),
  'a table': table(120),
  'astral characters': prose(60, 'The 🐐 eats 𝒽𝒶𝓎 and 🇨🇭 flags'),
  'astral characters without a space': '😀'.repeat(3000),
  'one word without an end': 'x'.repeat(5000),
  'a long line with few spaces': `${'y'.repeat(1200)} ${'z'.repeat(1300)} ${'w'.repeat(900)}`,
  'a table between paragraphs': `${prose(10)}\n\n${table(40)}\n\n${prose(10)}`,
  Chinese: '我们在山谷里磨面粉。'.repeat(300),
  'combining marks': prose(40, 'Zu\u0308rich a\u0301 la cre\u0300me'),
};

describe.each(Object.entries(texts))('%s', (_name, text) => {
  const chunks = chunkPages([page(text)], null);

  it('is cut into passages whose places are exact, in code points', () => {
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks) {
      expect(codePointSlice(text, chunk.start, chunk.end)).toBe(chunk.text);
      expect(chunk.text.isWellFormed()).toBe(true);
      expect(chunk.end - chunk.start).toBe(codePointLength(chunk.text));
    }
  });

  it('loses nothing but white space between passages, and repeats nothing', () => {
    let last = 0;
    for (const { start, end } of chunks) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(codePointSlice(text, last, start).trim()).toBe('');
      last = end;
    }
    expect(codePointSlice(text, last).trim()).toBe('');
  });

  it('has passages of bounded length', () => {
    for (const chunk of chunks) expect(chunk.text.length).toBeLessThanOrEqual(1400);
  });
});

it('counts passages over all pages, each within its own', () => {
  const chunks = chunkPages([page(prose(30), 1), page('', 2), page(' \n\t ', 3), page(prose(30), 4)], 'en');
  expect(chunks.map(({ ordinal }) => ordinal)).toEqual(chunks.map((_chunk, at) => at));
  expect(new Set(chunks.map((chunk) => chunk.page))).toEqual(new Set([1, 4]));
  expect(chunks.find((chunk) => chunk.page === 4)?.start).toBe(0);
});

it('does not tear sentences or rows that fit', () => {
  for (const text of [prose(80), table(120)]) {
    const pieces = text.includes('\t') ? text.split('\n') : text.split(/(?<=\.) /);
    const chunks = chunkPages([page(text)], 'en');
    for (const piece of pieces) expect(chunks.some((chunk) => chunk.text.includes(piece))).toBe(true);
  }
});

it('makes nothing of nothing', () => {
  expect(chunkPages([], null)).toEqual([]);
  expect(chunkPages([page('')], 'de')).toEqual([]);
});

it('takes a language that it does not know', () => {
  expect(chunkPages([page('Un texto corto.')], 'xx')).toHaveLength(1);
});
