import { AppError, type HiddenText, type PageText, type ParsedDocument } from 'tributary/sdk';
import { textPage } from '../text-lines.js';
import { type Archive, readArchive } from './archive.js';
import { readFormats } from './number-format.js';
import { mainPart, readProperties, relationsOf } from './package.js';
import { readSheet, type Workbook } from './sheet.js';
import { readXml } from './xml.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

interface SheetEntry {
  name: string;
  part: string;
  visible: boolean;
}

/**
 * A workbook: one page a sheet, one row a line, cells parted by `\t`; numbers as their format means them, formulas by
 * their stored result. Hidden sheets, rows, columns and comments are reported apart.
 * Fails with `DOCUMENT_EMPTY`, `DOCUMENT_BROKEN` or `PARSE_LIMIT`.
 */
export function parseXlsx(bytes: Uint8Array): ParsedDocument {
  const archive = readArchive(bytes);
  const main = mainPart(archive, 'xl/workbook.xml');
  const { sheets, workbook } = readWorkbook(archive, main);
  const properties = readProperties(archive);
  const pages: PageText[] = [];
  const hidden: HiddenText[] = [...properties.hidden];
  for (const { part, name, visible } of sheets) {
    const { rows, hidden: unseen } = readSheet(archive.text(part), workbook);
    if (!visible) {
      hidden.push({ carrier: 'hidden-sheet', text: [name, ...rows].join('\n'), page: null });
      continue;
    }
    const number = pages.length + 1;
    pages.push(textPage(number, rows.join('\n'), hidden));
    hidden.push(...unseen.map(({ carrier, text }) => ({ carrier, text, page: number })));
    for (const { type, target } of relationsOf(archive, part)) {
      if (/comments$/i.test(type) && archive.has(target)) {
        hidden.push({ carrier: 'comment', text: commentText(archive.text(target)), page: number });
      }
    }
  }
  if (pages.every(({ text }) => text === '')) throw new AppError('DOCUMENT_EMPTY');
  const names = sheets.filter(({ visible }) => visible).map(({ name }) => name);
  const metadata = { ...properties.metadata, sheets: names.join(', ') };
  return { mediaType: XLSX, title: properties.title, pages, hidden, metadata };
}

function readWorkbook(archive: Archive, main: string): { sheets: SheetEntry[]; workbook: Workbook } {
  if (!archive.has(main)) throw new AppError('DOCUMENT_BROKEN', { reason: 'its workbook is missing' });
  const relations = relationsOf(archive, main);
  const parts = new Map(relations.map(({ id, target }) => [id, target]));
  const sheets: SheetEntry[] = [];
  let from1904 = false;
  readXml(archive.text(main), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const part = parts.get(attributes['r:id'] ?? attributes.id ?? '');
      const visible = (attributes.state ?? 'visible') === 'visible';
      if (part && archive.has(part)) sheets.push({ name: attributes.name ?? '', part, visible });
    },
  });
  const partOf = (type: string) =>
    relations.find((each) => each.type === type && archive.has(each.target))?.target;
  const [strings, styles] = [partOf('sharedStrings'), partOf('styles')];
  return {
    sheets,
    workbook: {
      strings: strings ? readStrings(archive.text(strings)) : [],
      formats: styles ? readFormats(archive.text(styles)) : [],
      from1904,
    },
  };
}

/** The strings that cells share. Phonetic readings (`rPh`) are not part of a string. */
function readStrings(source: string): string[] {
  const strings: string[] = [];
  let phonetic = false;
  let reading = false;
  readXml(source, {
    open(name) {
      if (name === 'si') strings.push('');
      if (name === 'rPh') phonetic = true;
      reading = name === 't' && !phonetic;
    },
    text(data) {
      if (reading) strings[strings.length - 1] += data;
    },
    close(name) {
      if (name === 't') reading = false;
      if (name === 'rPh') phonetic = false;
    },
  });
  return strings;
}

function commentText(source: string): string {
  const texts: string[] = [];
  let reading = false;
  readXml(source, {
    open(name) {
      if (name === 'comment' || name === 'threadedComment') texts.push('');
      reading = name === 't' || name === 'text';
    },
    text(data) {
      if (reading) texts[texts.length - 1] += data;
    },
    close() {
      reading = false;
    },
  });
  return texts.map((text) => text.trim()).join('\n');
}
