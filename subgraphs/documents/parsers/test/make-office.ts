import { makeZip, type ZipEntry } from './make-zip.js';

const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A Word document with this body; further parts by name. */
export function makeDocx(
  body: string,
  parts: Readonly<Record<string, string>> = {},
  more: readonly ZipEntry[] = [],
): Uint8Array {
  const relations = Object.keys(parts)
    .filter((name) => name.startsWith('word/'))
    .map((name, at) => {
      const file = name.slice('word/'.length);
      return relation(`r${at}`, file.replace(/\d*\.xml$/, ''), file);
    });
  return makeZip([
    ...types('wordprocessingml.document.main+xml', 'word/document.xml'),
    {
      name: 'word/document.xml',
      content: `<w:document xmlns:w="${WORD}"><w:body>${body}</w:body></w:document>`,
    },
    { name: 'word/_rels/document.xml.rels', content: relationships(relations) },
    ...Object.entries(parts).map(([name, content]) => ({ name, content })),
    ...more,
  ]);
}

/** A paragraph of one run, with run properties. */
export function paragraph(text: string, properties = ''): string {
  return `<w:p><w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

export interface SheetSource {
  name: string;
  /** The content of `sheetData`. */
  rows: string;
  state?: string;
  columns?: string;
  comments?: string;
}

export function makeXlsx(
  sheets: readonly SheetSource[],
  strings: readonly string[] = [],
  styles = '',
): Uint8Array {
  const list = sheets.map(
    ({ name, state }, at) =>
      `<sheet name="${name}" sheetId="${at + 1}" ${state ? `state="${state}"` : ''} r:id="s${at + 1}"/>`,
  );
  const relations = sheets.map((_, at) =>
    relation(`s${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`),
  );
  relations.push(
    relation('x1', 'sharedStrings', 'sharedStrings.xml'),
    relation('x2', 'styles', 'styles.xml'),
  );
  const shared = strings.map((text) => `<si><t>${text}</t></si>`).join('');
  return makeZip([
    ...types('spreadsheetml.sheet.main+xml', 'xl/workbook.xml'),
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${SHEET}" xmlns:r="${RELATIONS}"><sheets>${list.join('')}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', content: relationships(relations) },
    { name: 'xl/sharedStrings.xml', content: `<sst xmlns="${SHEET}">${shared}</sst>` },
    { name: 'xl/styles.xml', content: `<styleSheet xmlns="${SHEET}">${styles}</styleSheet>` },
    ...sheets.flatMap(({ rows, columns = '', comments }, at) => [
      {
        name: `xl/worksheets/sheet${at + 1}.xml`,
        content: `<worksheet xmlns="${SHEET}"><cols>${columns}</cols><sheetData>${rows}</sheetData></worksheet>`,
      },
      ...(comments
        ? [
            {
              name: `xl/worksheets/_rels/sheet${at + 1}.xml.rels`,
              content: relationships([relation('c', 'comments', `../comments${at + 1}.xml`)]),
            },
            {
              name: `xl/comments${at + 1}.xml`,
              content: `<comments xmlns="${SHEET}"><commentList>${comments}</commentList></comments>`,
            },
          ]
        : []),
    ]),
  ]);
}

function types(kind: string, main: string): ZipEntry[] {
  const type = `application/vnd.openxmlformats-officedocument.${kind}`;
  return [
    {
      name: '[Content_Types].xml',
      content: `<Types><Override PartName="/${main}" ContentType="${type}"/></Types>`,
    },
    { name: '_rels/.rels', content: relationships([relation('m', 'officeDocument', main)]) },
  ];
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
}

function relationships(list: readonly string[]): string {
  return `<?xml version="1.0"?><Relationships xmlns="${PACKAGE}">${list.join('')}</Relationships>`;
}
