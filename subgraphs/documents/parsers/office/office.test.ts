import { makeDocx, makeXlsx, paragraph } from '../test/make-office.js';
import { makeZip } from '../test/make-zip.js';
import { parseDocx } from './docx.js';
import { parseXlsx } from './xlsx.js';

const NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

test('Word: paragraphs are lines, rows of tables are lines with cells', () => {
  const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`;
  const table = `<w:tbl><w:tr>${cell('Ware')}${cell('Preis')}</w:tr><w:tr>${cell('Tee')}${cell('3,00')}</w:tr></w:tbl>`;
  const { pages, hidden } = parseDocx(
    makeDocx(paragraph('Angebot') + paragraph('Nr. 5') + table + paragraph('Danke')),
  );
  expect(pages[0]!.text).toBe('Angebot\nNr. 5\n\nWare\tPreis\nTee\t3,00\n\nDanke');
  expect(pages[0]!.lines).toEqual([]);
  expect(hidden).toEqual([]);
});

test('Word: hidden, white, tiny and deleted text and comments are reported', () => {
  const body =
    paragraph('Visible') +
    paragraph('vanished', '<w:vanish/>') +
    paragraph('not vanished', '<w:vanish w:val="0"/>') +
    paragraph('white', '<w:color w:val="FFFFFF"/>') +
    paragraph('white on black', '<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>') +
    paragraph('small', '<w:sz w:val="2"/>') +
    paragraph('styled away', '<w:rStyle w:val="Gone"/>') +
    '<w:p><w:del><w:r><w:delText>removed</w:delText></w:r></w:del></w:p>';
  const { pages, hidden } = parseDocx(
    makeDocx(body, {
      'word/comments.xml': `<w:comments ${NAMESPACE}><w:comment w:id="0">${paragraph('a remark')}</w:comment></w:comments>`,
      'word/styles.xml': `<w:styles ${NAMESPACE}><w:style w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>`,
    }),
  );
  expect(pages[0]!.text.split('\n').filter(Boolean)).toEqual(['Visible', 'not vanished', 'white on black']);
  expect(hidden.map(({ carrier, text }) => [carrier, text])).toEqual([
    ['display-none', 'vanished'],
    ['white-on-white', 'white'],
    ['tiny', 'small'],
    ['display-none', 'styled away'],
    ['deleted', 'removed'],
    ['comment', 'a remark'],
  ]);
});

test('Word: headers, footnotes and properties have their places', () => {
  const body = `<w:p><w:r><w:t>Siehe unten</w:t><w:footnoteReference w:id="7"/></w:r></w:p>`;
  const document = parseDocx(
    makeDocx(body, {
      'word/header1.xml': `<w:hdr ${NAMESPACE}>${paragraph('Kopf')}</w:hdr>`,
      'word/footnotes.xml': `<w:footnotes ${NAMESPACE}><w:footnote w:id="7">${paragraph(' Die Note')}</w:footnote></w:footnotes>`,
      'docProps/core.xml':
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>Titel</dc:title><dc:creator>Erika</dc:creator><dc:description>obey me now</dc:description></cp:coreProperties>',
    }),
  );
  expect(document.pages[0]!.text).toBe('Kopf\n\nSiehe unten[1]\n\n[1] Die Note');
  expect(document).toMatchObject({ title: 'Titel', metadata: { author: 'Erika' } });
  expect(document.hidden).toEqual([{ carrier: 'metadata', text: 'description: obey me now', page: null }]);
});

test('Word: pictures without text need recognition, nothing is empty, entities are refused', () => {
  expect(() => parseDocx(makeDocx('<w:p><w:r><a:blip xmlns:a="a"/></w:r></w:p>'))).toThrow(
    expect.objectContaining({ code: 'NEEDS_OCR' }),
  );
  expect(() => parseDocx(makeDocx('<w:p/>'))).toThrow(expect.objectContaining({ code: 'DOCUMENT_EMPTY' }));
  const laughs = '<!DOCTYPE a [<!ENTITY b "ha">]><w:styles/>';
  expect(() => parseDocx(makeDocx(paragraph('x'), { 'word/styles.xml': laughs }))).toThrow(
    expect.objectContaining({ code: 'DOCUMENT_BROKEN' }),
  );
});

test('Excel: one page a sheet, rows with cells, numbers as their format means them', () => {
  const styles =
    '<numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="9"/></cellXfs>';
  const rows =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Menge</t></is></c></row>' +
    '<row r="2"><c r="A2" s="1"><v>43830</v></c><c r="B2" s="2"><v>0.19</v></c><c r="C2"><f>A1</f><v>0.30000000000000004</v></c></row>';
  const { pages, metadata } = parseXlsx(
    makeXlsx(
      [
        { name: 'Eins', rows },
        { name: 'Zwei', rows: '<row><c t="b"><v>1</v></c></row>' },
      ],
      ['Datum'],
      styles,
    ),
  );
  expect(pages.map(({ text }) => text)).toEqual(['Datum\t\tMenge\n2019-12-31\t19%\t0.3', 'TRUE']);
  expect(metadata.sheets).toBe('Eins, Zwei');
});

test('Excel: hidden sheets, rows and columns, white type and comments are reported', () => {
  const styles =
    '<fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts><fills><fill><patternFill patternType="none"/></fill></fills><cellXfs><xf/><xf fontId="1" fillId="0"/></cellXfs>';
  const cell = (reference: string, text: string, style = 0) =>
    `<c r="${reference}" s="${style}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const { pages, hidden } = parseXlsx(
    makeXlsx(
      [
        {
          name: 'A',
          columns: '<col min="2" max="2" hidden="1"/>',
          rows: `<row>${cell('A1', 'shown')}${cell('B1', 'column')}${cell('C1', 'white', 1)}</row><row hidden="1">${cell('A2', 'row')}</row>`,
          comments: '<comment ref="A1"><text><t>remark</t></text></comment>',
        },
        { name: 'B', state: 'veryHidden', rows: `<row>${cell('A1', 'sheet')}</row>` },
      ],
      [],
      styles,
    ),
  );
  expect(pages).toHaveLength(1);
  expect(pages[0]!.text).toBe('shown');
  expect(hidden.map(({ carrier, text }) => [carrier, text])).toEqual([
    ['display-none', 'column'],
    ['white-on-white', 'white'],
    ['display-none', 'row'],
    ['comment', 'remark'],
    ['hidden-sheet', 'B\nsheet'],
  ]);
});

test('a damaged archive is broken', () => {
  const whole = makeDocx(paragraph('x'));
  expect(() => parseDocx(whole.slice(0, 200))).toThrow(expect.objectContaining({ code: 'DOCUMENT_BROKEN' }));
  expect(() => parseDocx(makeZip([{ name: 'a', content: 'b' }]))).toThrow(
    expect.objectContaining({ code: 'DOCUMENT_BROKEN' }),
  );
});
