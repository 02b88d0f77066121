import { detect } from './media-type.js';
import { makeDocx, makeXlsx, paragraph } from './test/make-office.js';
import { makePdf } from './test/make-pdf.js';
import { makeZip } from './test/make-zip.js';

const kindOf = (content: Uint8Array | string, name = 'file', mediaType: string | null = null) => {
  const bytes = typeof content === 'string' ? new Uint8Array(Buffer.from(content, 'latin1')) : content;
  return detect(bytes, { name, mediaType });
};

test.each([
  ['pdf', makePdf({ pages: [{ content: '' }] })],
  ['docx', makeDocx(paragraph('x'))],
  ['xlsx', makeXlsx([{ name: 'A', rows: '' }])],
  ['image', '\xff\xd8\xff\xe0'],
  ['image', '\x89PNG\r\n\x1a\n'],
  ['image', 'GIF89a'],
  ['image', 'II*\0abc'],
  ['image', 'RIFF\0\0\0\0WEBPVP8 '],
  ['unsupported', '\x1f\x8b\x08'],
  ['unsupported', '\x7fELF\x02'],
  ['unsupported', '{\\rtf1 text}'],
  ['unsupported', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office'],
  ['unsupported', '\0\x01\x02\x03'],
  ['unsupported', makeZip([{ name: 'a.txt', content: 'b' }])],
  ['unsupported', makeZip([{ name: '[Content_Types].xml', content: 'presentationml' }])],
  ['encrypted', makeZip([{ name: 'a.txt', content: 'b', flags: 1 }])],
  [
    'encrypted',
    `\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${Buffer.from('EncryptedPackage', 'utf16le').toString('latin1')}`,
  ],
  ['empty', ''],
  ['empty', ' \r\n\t'],
  ['html', '<!DOCTYPE html><p>x'],
  ['html', '<!-- c --><html><p>x'],
  ['text', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ['text', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ['json', '{"a": 1}'],
  ['csv', 'a,b,c\n1,2,3\n4,5,6'],
  ['email', 'From: a@example.com\r\nSubject: x\r\n\r\nbody'],
  ['text', 'Dear all,\nplease note, as agreed, this.\nBye, me'],
])('%s by its bytes', (kind, content) => {
  expect(kindOf(content).kind).toBe(kind);
});

test('name and claimed type decide among text formats only', () => {
  expect(kindOf('# Title', 'a.md').kind).toBe('markdown');
  expect(kindOf('a;b', 'x', 'text/csv; charset=utf-8').kind).toBe('csv');
  expect(kindOf('<p>x', 'a.HTML').kind).toBe('html');
  expect(kindOf('\x89PNG\r\n\x1a\n', 'a.txt', 'text/plain').kind).toBe('image');
  expect(kindOf(makeDocx(paragraph('x')), 'a.pdf', 'application/pdf').kind).toBe('docx');
  expect(kindOf('just text', 'a.pdf', 'application/pdf').kind).toBe('text');
  expect(kindOf('a text about %PDF-1.7 files', 'a.txt').kind).toBe('text');
});
