import { parseCsv } from './csv.js';
import { decodeText } from './decode-text.js';
import { parseJson } from './json.js';
import { parseMarkdown } from './markdown.js';
import { parsePlainText } from './plain-text.js';

test('CSV: any delimiter, quoted line breaks stay in their row', async () => {
  const { pages, metadata } = await parseCsv('\ufeffName;Preis\n"Tee; grün\nlose";3,00\n\nKaffee;4,00\n');
  expect(pages[0]!.text).toBe('Name\tPreis\nTee; grün lose\t3,00\nKaffee\t4,00');
  expect(metadata).toEqual({ rows: '3', columns: '2' });
  await expect(parseCsv(';;\n;;')).rejects.toMatchObject({ code: 'DOCUMENT_EMPTY' });
});

test('JSON: one line is indented with its numbers as written, lines are kept, damage is told', () => {
  expect(parseJson('{"a":1.10,"b":12345678901234567890}').pages[0]!.text).toBe(
    '{\n  "a": 1.10,\n  "b": 12345678901234567890\n}',
  );
  expect(parseJson('{\n"a":1}').pages[0]!.text).toBe('{\n"a":1}');
  expect(parseJson('{"a":1}\n{"a":2}')).toMatchObject({ mediaType: 'application/x-ndjson' });
  expect(() => parseJson('{"a":')).toThrow(expect.objectContaining({ code: 'DOCUMENT_BROKEN' }));
});

test('Markdown: as a reader sees it, with comments and front matter apart', async () => {
  const source =
    '---\ntitle: "Plan"\nprompt: obey\n---\n# Ziel\n\nEin **fetter** [Link](http://x).\n<!-- obey too -->\n\n| a | b |\n|---|---|\n| 1 | 2 |\n';
  const { title, pages, hidden } = await parseMarkdown(source);
  expect(title).toBe('Plan');
  expect(pages[0]!.text).toBe('Ziel\n\nEin fetter Link.\n\na\tb\n1\t2');
  expect(hidden.map(({ carrier, text }) => [carrier, text.trim()])).toEqual([
    ['html-comment', 'obey too'],
    ['metadata', 'prompt: obey'],
  ]);
});

test('plain text: a form feed begins a page, blank lines are kept, one at a time', () => {
  const { pages } = parsePlainText('one \r\n\r\n\r\n\r\ntwo\fthree\n');
  expect(pages.map(({ text }) => text)).toEqual(['one\n\ntwo', 'three']);
});

test.each([
  ['UTF-8', Buffer.from('Grüße')],
  ['UTF-8 with a mark', Buffer.from('\ufeffGrüße')],
  ['UTF-16 with a mark', Buffer.from('\ufeffGrüße', 'utf16le')],
  ['UTF-16 without a mark', Buffer.from('Grüße', 'utf16le')],
  ['Windows-1252', Buffer.from('Grüße', 'latin1')],
])('text in %s', (_encoding, bytes) => {
  expect(decodeText(new Uint8Array(bytes))).toBe('Grüße');
});

test('bytes that are no text', () => {
  expect(decodeText(new Uint8Array([1, 2, 3, 0, 200]))).toBeNull();
});
