import { best, type Candidate, sharesColumn } from './candidates.js';
import { isAddressed, nameCandidate, nameIn, nameOf } from './names.js';
import { legalForm, partyHeadings, street, town } from './party-words.js';
import type { Cell, Row, Sheet } from './sheet.js';

type Party = keyof typeof partyHeadings;
const parties = Object.keys(partyHeadings) as Party[];

/** A party under a heading: where its block begins, for what else stands in it (its VAT id). */
export interface PartyBlock {
  party: Party;
  heading: Cell;
  rows: number;
}

const blockRows = 9;
const headRows = 18;

/**
 * Names of seller and buyer: under a heading, in the sender's line and the address window, or on the letterhead. An
 * invoice is written by the seller and goes to the buyer; an order the other way.
 */
export function findParties(sheet: Sheet, issuer: 'seller' | 'buyer' = 'seller') {
  const blocks = partyBlocks(sheet);
  const senders = senderLines(sheet);
  const own = [...senders.map(({ name }) => ({ ...name, score: 0.85 })), ...letterheadNames(sheet)];
  const addressed = [
    ...headedNames(sheet, blocks, 'addressee', 0.88),
    ...senders.flatMap(({ row }) => addressUnder(sheet, row)),
    ...addressWindows(sheet),
  ];
  const recipient = issuer === 'seller' ? 'buyer' : 'seller';
  const issuing = best([...headedNames(sheet, blocks, issuer, 0.92), ...own]);
  const others = [...headedNames(sheet, blocks, recipient, 0.92), ...addressed];
  const receiving = best(others.filter(({ value }) => value !== issuing?.value));
  const [seller, buyer] = issuer === 'seller' ? [issuing, receiving] : [receiving, issuing];
  return { seller, buyer, blocks };
}

function partyBlocks(sheet: Sheet): PartyBlock[] {
  return sheet.rows.flatMap((row) =>
    row.cells.flatMap((cell) => {
      const party = parties.find((each) => partyHeadings[each].block.test(cell.folded));
      return party ? [{ party, heading: cell, rows: blockRows }] : [];
    }),
  );
}

function headedNames(
  sheet: Sheet,
  blocks: readonly PartyBlock[],
  party: Exclude<Party, 'other'>,
  weight: number,
): Candidate[] {
  const under = blocks
    .filter((block) => block.party === party)
    .flatMap((block) => {
      const lines = columnBelow(sheet, block.heading, block.rows);
      const name = nameOf(sheet, lines);
      // A heading over an address is surer than a word that also heads columns.
      return name ? [{ ...name, score: isAddressed(lines) ? weight : weight * 0.5 }] : [];
    });
  const beside = sheet.rows.flatMap((row) =>
    row.cells.flatMap((cell) => {
      const match = partyHeadings[party].inline.exec(cell.folded);
      const name = match && nameCandidate(cell, weight * 0.85, match[0].length);
      return name ? [name] : [];
    }),
  );
  return [...under, ...beside];
}

/** The cells below a heading in its column, until a wide gap or the next heading. */
function columnBelow(sheet: Sheet, heading: Cell, rows: number): Cell[] {
  const lines: Cell[] = [];
  const left = heading.box[0];
  let seen = 0;
  for (let index = heading.row + 1; index < sheet.rows.length && seen < rows; index++) {
    const row = sheet.rows[index];
    if (row?.page !== heading.page) break;
    const cell =
      row.cells.find((each) => Math.abs(each.box[0] - left) < 12) ??
      row.cells.find((each) => sharesColumn(heading, each));
    if (!cell) {
      seen++;
      continue;
    }
    if (Object.values(partyHeadings).some(({ block }) => block.test(cell.folded))) break;
    lines.push(cell);
    seen++;
  }
  return lines;
}

interface SenderLine {
  row: Row;
  name: Candidate;
}

const separator = /\s*(?:[|●•·▪*]|\s[-–—]\s|,\s)\s*/u;

/** `Company - Street 1 - 12345 Town` in one row: the sender's line over an address window, or a letterhead. */
function senderLines(sheet: Sheet): SenderLine[] {
  const page = sheet.rows[0]?.page;
  return sheet.rows.slice(0, headRows).flatMap((row) => {
    if (row.page !== page) return [];
    for (const run of [row.cells, row.cells.slice(0, 1)]) {
      const parts = run
        .flatMap((cell) => cell.text.split(separator))
        .map((part) => part.trim())
        .filter(Boolean);
      const [cell] = run;
      const [first = ''] = parts;
      const name =
        cell && nameIn(first)
          ? nameCandidate(
              { ...cell, text: cell.text.slice(0, cell.text.indexOf(first) + first.length) },
              0.85,
            )
          : null;
      if (name && parts.length >= 3 && parts.slice(1).some((part) => town.test(part) || street.test(part))) {
        return [{ row, name }];
      }
    }
    return [];
  });
}

/** The first name under the sender's line in its column: the addressee (DIN 5008). */
function addressUnder(sheet: Sheet, row: Row): Candidate[] {
  const [cell] = row.cells;
  const name = cell ? nameOf(sheet, columnBelow(sheet, cell, 5)) : null;
  return name ? [{ ...name, score: 0.8 }] : [];
}

/** Blocks of lines of one column in the head of the first page that end in a postal code and town. */
function addressWindows(sheet: Sheet): Candidate[] {
  const page = sheet.rows[0]?.page;
  const found: Candidate[] = [];
  for (const row of sheet.rows.slice(0, headRows + 12)) {
    if (row.page !== page) break;
    for (const cell of row.cells) {
      if (!town.test(cell.text) || cell.text.length > 50) continue;
      const block = columnAbove(sheet, cell);
      const name = nameOf(sheet, block);
      if (name) found.push({ ...name, score: Math.max(0.3, 0.6 - found.length * 0.1) });
    }
  }
  return found;
}

function columnAbove(sheet: Sheet, end: Cell): Cell[] {
  const lines: Cell[] = [];
  for (let index = end.row - 1; index >= Math.max(0, end.row - 6); index--) {
    const row = sheet.rows[index];
    const cell = row?.cells.find((each) => Math.abs(each.box[0] - end.box[0]) < 6);
    if (!row || row.page !== end.page) break;
    if (!cell) continue;
    const previous = lines[0] ?? end;
    const height = Math.max(6, end.box[3] - end.box[1]);
    if (previous.box[1] - cell.box[3] > 0.9 * height) break;
    if (
      Object.values(partyHeadings).some(({ block }) => block.test(cell.folded)) ||
      (separator.test(cell.text.trim()) && town.test(cell.text.split(separator).at(-1) ?? ''))
    )
      break;
    lines.unshift(cell);
  }
  return lines;
}

/** The first lines with a legal form, and the first line of all: a letterhead, or the head of a receipt. */
function letterheadNames(sheet: Sheet): Candidate[] {
  const page = sheet.rows[0]?.page;
  const cells = sheet.rows
    .slice(0, headRows)
    .filter((row) => row.page === page)
    .flatMap((row) => row.cells);
  const formed = cells
    .flatMap((cell) => (legalForm.test(cell.text) ? (nameCandidate(cell, 0.55) ?? []) : []))
    .slice(0, 2);
  const first = cells.find((cell) => nameIn(cell.text) && /\p{L}{3}/u.test(cell.text));
  const lines = first ? columnFrom(sheet, first) : [];
  const top = nameOf(sheet, lines);
  return [
    ...formed.map((each, order) => ({ ...each, score: 0.55 - 0.15 * order })),
    ...(top ? [{ ...top, score: topScore(top.value, lines) }] : []),
  ];
}

/** The first line is likelier the seller when it goes on to a legal form, or stands over an address. */
function topScore(name: string, lines: readonly Cell[]): number {
  const goesOn = legalForm.test(name) && !legalForm.test(lines[0]?.text ?? '');
  if (goesOn) return 0.65;
  return isAddressed(lines.slice(1)) ? 0.62 : 0.42;
}

/** A cell and the cells right below it. */
function columnFrom(sheet: Sheet, cell: Cell): Cell[] {
  const lines = [cell];
  for (let index = cell.row + 1; index <= cell.row + 3; index++) {
    const row = sheet.rows[index];
    const next = row?.cells.find((each) => Math.abs(each.box[0] - cell.box[0]) < 12);
    if (row?.page !== cell.page || !next) break;
    lines.push(next);
  }
  return lines;
}
