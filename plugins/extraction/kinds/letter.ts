import type { ExtractedField, PageText } from 'tributary/sdk';
import { best, candidate, labelHits, valuesBeside } from '../engine/candidates.js';
import { findIssueDate } from '../engine/dates.js';
import { conventionsOf } from '../engine/extract.js';
import { label } from '../engine/labels.js';
import { isAddressed, nameIn } from '../engine/names.js';
import { addressMeta } from '../engine/party-words.js';
import { type Cell, placeIn, type Row, readSheet, type Sheet } from '../engine/sheet.js';
import { findDateValues, findDocumentNumbers } from '../engine/values.js';

const greeting =
  /^\W*(?:dear\b|sehr geehrte|liebe[rs]?\b|guten tag|hello\b|hi\b|madame|monsieur|cher\b|chere\b|estimad[oa]|gentil[ei]|egregi[oa]|spettabile|geachte|szanown|prezad)/u;
const subjectLabel =
  /^\W*(?:subject|re|betreff|betr\.?|objet|asunto|oggetto|onderwerp|temat|assunto)\s*[.:]\s*(?=\S)/u;
const referenceLabels = [
  label(
    0.95,
    String.raw`\b(?:our|your|unser[e]?|ihr[e]?|notre|votre|nuestra|su)\s+(?:ref(?:erence|erenz|\.)?|zeichen|schreiben|order)\b`,
  ),
  label(
    0.9,
    String.raw`^\W*(?:ref(?:erence|erenz|erencia)?|aktenzeichen|geschaftszeichen|az|vorgang|n\/ref|v\/ref|case|file)(?:\s*(?:no|nr|number)\b)?\.?\s*(?=[:.#])`,
  ),
];
const headRows = 40;

/** Who wrote to whom, when, about what: by the blocks above the greeting and the labels among them. */
export function readLetter(pages: readonly PageText[]): ExtractedField[] {
  const sheet = readSheet(pages);
  const greets = sheet.rows
    .slice(0, headRows)
    .find((row) => row.cells.some(({ folded }) => greeting.test(folded)));
  const head = sheet.rows.slice(0, greets?.index ?? Math.min(headRows, sheet.rows.length));
  const blocks = blocksOf(head).filter((block) => block.some((cell) => nameIn(cell.text) !== null));
  const [first] = blocks;
  const recipient = blocks.slice(1).findLast((block) => isAddressed(block)) ?? null;
  return [
    ...partyOf('sender', first, greets ? 0.8 : 0.55),
    ...partyOf('recipient', recipient, greets ? 0.85 : 0.55),
    ...dateOf(sheet, pages),
    ...subjectOf(sheet, head, greets),
    ...referenceOf({ ...sheet, rows: head }),
  ];
}

/** Rows that stand together; a gap of more than half a line parts two blocks. */
function blocksOf(rows: readonly Row[]): Cell[][] {
  const blocks: Cell[][] = [];
  let previous: Cell | undefined;
  for (const row of rows) {
    const [cell] = row.cells;
    if (!cell || addressMeta.test(cell.folded) || subjectLabel.test(cell.folded)) {
      previous = undefined;
      continue;
    }
    const gap = previous ? cell.box[1] - previous.box[3] : Number.POSITIVE_INFINITY;
    const block = blocks.at(-1);
    if (block && previous?.page === cell.page && gap < 0.6 * (cell.box[3] - cell.box[1])) block.push(cell);
    else blocks.push([cell]);
    previous = cell;
  }
  return blocks;
}

function partyOf(
  name: string,
  block: readonly Cell[] | null | undefined,
  confidence: number,
): ExtractedField[] {
  for (const cell of block ?? []) {
    const found = nameIn(cell.text);
    if (!found || findDateValues({ dateOrder: 'DMY', decimal: undefined })(cell.text).length > 0) continue;
    // `Nordwind GmbH · Hafenstraße 7 · Hamburg`: the line over a window.
    const value = found.value.split(/\s[·•|]\s/u)[0] ?? found.value;
    const sure = isAddressed(block ?? []) ? confidence : confidence - 0.2;
    return [{ name, value, confidence: sure, ...placeIn(cell, found.index, value.length) }];
  }
  return [];
}

function dateOf(sheet: Sheet, pages: readonly PageText[]): ExtractedField[] {
  const conventions = conventionsOf(pages);
  const labelled = findIssueDate(sheet, conventions);
  const found =
    labelled ??
    best(
      sheet.rows
        .slice(0, headRows)
        .flatMap((row) =>
          row.cells.flatMap((cell) =>
            findDateValues(conventions)(cell.text).map((date) =>
              candidate(cell, 0, date, cell.text.length < 50 ? 0.75 : 0.3),
            ),
          ),
        ),
    );
  return found ? [{ name: 'date', value: found.value, confidence: found.confidence, ...found.place }] : [];
}

/** Labelled, else the short line between the addresses and the greeting that is neither date nor reference. */
function subjectOf(sheet: Sheet, head: readonly Row[], greets: Row | undefined): ExtractedField[] {
  for (const row of sheet.rows.slice(0, headRows)) {
    const [cell] = row.cells;
    const lead = cell && subjectLabel.exec(cell.folded);
    if (!cell || !lead) continue;
    const value = cell.text.slice(lead[0].length).trimEnd();
    return [{ name: 'subject', value, confidence: 0.95, ...placeIn(cell, lead[0].length, value.length) }];
  }
  const [cell] = head.at(-1)?.cells ?? [];
  if (!greets || !cell || head.length < 4 || !/\p{L}{3}/u.test(cell.text) || isAddressed([cell])) return [];
  if (findDateValues({ dateOrder: 'DMY', decimal: undefined })(cell.text).length > 0) return [];
  return [
    {
      name: 'subject',
      value: cell.text.trim(),
      confidence: 0.55,
      ...placeIn(cell, 0, cell.text.trimEnd().length),
    },
  ];
}

function referenceOf(sheet: Sheet): ExtractedField[] {
  const found = best(
    labelHits(sheet, referenceLabels).flatMap((hit) => valuesBeside(sheet, hit, findDocumentNumbers)),
  );
  return found
    ? [{ name: 'reference', value: found.value, confidence: found.confidence, ...found.place }]
    : [];
}
