import { findDates } from 'tributary/text';
import { notice } from '../party-words.js';
import { type Place, placeAcross, type Row, type Sheet } from '../sheet.js';
import {
  addressStart,
  contact,
  formAlone,
  formerly,
  legalForm,
  ownerLead,
  place,
  postcode,
  region,
  registered,
  sale,
  title,
  trade,
} from './head-words.js';

interface HeadLine {
  row: Row;
  text: string;
  folded: string;
  role: 'name' | 'address' | 'other';
  /** Ends an address that it follows. */
  ends: boolean;
}

interface HeadValue {
  value: string;
  confidence: number;
  place: Place;
}

/** The head of a receipt: who sold, and where. */
interface ReceiptHead {
  company: HeadValue | null;
  address: HeadValue | null;
}

const headRows = 24;
const mostAddressLines = 7;

/** Company and address by the order in which the head of a receipt is printed: name, register number, address, telephone. */
export function readHead(sheet: Sheet): ReceiptHead {
  const lines = headLines(sheet);
  const address = addressLines(lines);
  const company = companyLines(lines, address);
  return {
    company: company && joined(sheet, company.lines, company.confidence, withoutNumbers),
    address: address && joined(sheet, address, confidenceOf(address), bare),
  };
}

function headLines(sheet: Sheet): HeadLine[] {
  const page = sheet.rows[0]?.page;
  return sheet.rows
    .slice(0, headRows)
    .filter((row) => row.page === page)
    .map((row) => {
      const text = row.cells.map((cell) => cell.text.trim()).join(' ');
      const folded = row.cells.map((cell) => cell.folded.trim()).join(' ');
      return { row, text, folded, ...roleOf(folded) };
    });
}

function roleOf(folded: string): Pick<HeadLine, 'role' | 'ends'> {
  const isMeta =
    contact.test(folded) ||
    title.test(folded) ||
    sale.test(folded) ||
    notice.test(folded) ||
    findDates(folded).length > 0;
  // `99 SPEED MART S/B (519537-X)`: a name with its number.
  const isNumbered = registered.test(folded) && legalForm.test(folded.replace(/\([^)]*\)/gu, ''));
  if (isMeta || (registered.test(folded) && !isNumbered)) return { role: 'other', ends: true };
  if (formerly.test(folded) && !isNumbered) return { role: 'other', ends: false };
  if (!/\p{L}{2}/u.test(folded)) return { role: 'other', ends: !/\d/u.test(folded) };
  const isPlace =
    place.test(folded) || postcode.test(folded) || (addressStart.test(folded) && folded.includes(','));
  if (isPlace && !(legalForm.test(folded) && !/\d{2}/u.test(folded))) return { role: 'address', ends: false };
  return { role: 'name', ends: false };
}

/** The best run of lines that read like an address, with what stands between them. */
function addressLines(lines: readonly HeadLine[]): HeadLine[] | null {
  let best: HeadLine[] | null = null;
  for (let from = 0; from < lines.length; from++) {
    if (lines[from]?.role !== 'address') continue;
    const run = runFrom(lines, from);
    const address = withoutBranch(run);
    if (scoreOf(address) > (best ? scoreOf(best) + 0.5 : 0)) best = address;
    from += run.length;
  }
  return best;
}

/** The name of a shop or its quarter may stand between the company and the line that the address begins with. */
function withoutBranch(run: readonly HeadLine[]): HeadLine[] {
  const start = run.findIndex(({ folded }) => addressStart.test(folded));
  const isBranch = run.slice(0, Math.max(0, start)).every(({ text }) => !/\d|,/u.test(text));
  return isBranch && start > 0 ? run.slice(start) : [...run];
}

function runFrom(lines: readonly HeadLine[], from: number): HeadLine[] {
  const run: HeadLine[] = [];
  for (let at = from; at < Math.min(lines.length, from + mostAddressLines); at++) {
    const line = lines[at];
    if (
      !line ||
      line.role === 'other' ||
      (run.length > 0 && !continues(run, line, lines.slice(at + 1, at + 3)))
    )
      break;
    run.push(line);
  }
  return run;
}

/** Whether a line belongs to the address above it. */
function continues(run: readonly HeadLine[], line: HeadLine, next: readonly HeadLine[]): boolean {
  const open = /[,&-]\s*$/u.test(run.at(-1)?.text ?? '');
  if (legalForm.test(line.folded)) return false;
  const coded = run.findIndex(({ folded }) => postcode.test(folded));
  if (coded < 0)
    return (
      region.test(line.folded) ||
      line.role === 'address' ||
      open ||
      line.text.includes(',') ||
      next.some(isCoded)
    );
  // Behind the town come at most a region, a country, or the branch in brackets or with its number.
  if (/\d\s*,?\s*$/u.test(run[coded]?.text ?? '') && run.length === coded + 1) return true;
  return (
    open ||
    region.test(line.folded) ||
    /^\(.*\)$|^\d{3,}/u.test(line.text) ||
    !/\s\S{3,}|:/u.test(line.text.trim())
  );
}

const isCoded = ({ role, folded }: HeadLine): boolean => role === 'address' && postcode.test(folded);

const scoreOf = (run: readonly HeadLine[]): number =>
  (run.some(({ folded }) => postcode.test(folded)) ? 1.5 : 0) +
  Math.min(3, run.filter(({ role }) => role === 'address').length) * 0.5;

function confidenceOf(run: readonly HeadLine[]): number {
  const coded = run.some(({ folded }) => postcode.test(folded));
  return coded && run.length > 1 ? 0.9 : coded ? 0.75 : 0.55;
}

/** The line with a legal form above the address, else the first line that can be a name. */
function companyLines(lines: readonly HeadLine[], address: readonly HeadLine[] | null) {
  const start = address?.[0] ? lines.indexOf(address[0]) : lines.length;
  const end = start + (address?.length ?? 0);
  const above = lines.slice(0, start).filter(isNamed);
  const formed = above.find(({ folded }) => legalForm.test(folded));
  if (formed) return { lines: withParts(lines, formed), confidence: 0.92 };
  const owner = lines
    .slice(end, end + 4)
    .find((line, at, near) => isNamed(line) && legalForm.test(line.folded) && hasNumber(line, near[at + 1]));
  if (owner) return { lines: [owner], confidence: 0.7 };
  const [first] = above;
  if (first) return { lines: withParts(lines, first), confidence: 0.75 };
  const branch = lines.slice(0, start).find(({ role }) => role === 'address');
  return branch ? { lines: [branch], confidence: 0.5 } : null;
}

const isNamed = ({ role }: HeadLine): boolean => role === 'name';

/** Whether the company's number in a register stands on its line or the next. */
const hasNumber = (line: HeadLine, next: HeadLine | undefined): boolean =>
  registered.test(line.folded) || (next !== undefined && registered.test(next.folded));

/** A name that goes on in the next line, or began in the one before. */
function withParts(lines: readonly HeadLine[], line: HeadLine): HeadLine[] {
  const parts = [line];
  const at = lines.indexOf(line);
  for (const previous of lines.slice(0, at).reverse()) {
    const first = parts[0];
    if (!first || !isNamed(previous) || !(isPart(first.folded) || goesOn(previous.text))) break;
    parts.unshift(previous);
  }
  for (const next of lines.slice(at + 1)) {
    const last = parts.at(-1);
    const ends =
      next.role === 'address' && /^\([^)\d]*\)$/u.test(next.text) && legalForm.test(last?.folded ?? '');
    if (!last || !(isNamed(next) || ends) || !(isPart(next.folded) || goesOn(last.text) || ends)) break;
    parts.push(next);
  }
  return parts;
}

/** Legal forms and what kind of shop it is do not make a name. */
function isPart(folded: string): boolean {
  if (/^\W*(?:&|and\b)/u.test(folded) || formAlone.test(folded)) return true;
  const own = folded
    .replace(new RegExp(trade.source, 'gu'), ' ')
    .replace(new RegExp(legalForm.source, 'gu'), ' ');
  return legalForm.test(folded) && !/\p{L}{2}/u.test(own.replace(/\(\p{L}{1,3}\)/gu, ' '));
}

const goesOn = (text: string): boolean => opened(text) > 0 || /[&-]\s*$/u.test(text);

/** How many brackets stay open. */
const opened = (text: string): number =>
  (text.match(/\(/gu) ?? []).length - (text.match(/\)/gu) ?? []).length;

const bare = (text: string): string => text;
const ownNumber =
  /\s*[([]?\s*(?:co\.?\s*(?:reg\.?|no\.?)?\s*(?:no\.?)?\s*:?\s*)?(?:[A-Z]{1,2})?\d{4,9}\s*-?\s*[A-Z]?\s*[)\]]?\s*(?:\([A-Z]+\d+\))?$/u;
const formerNames = /\s*\b(?:f\.?k\.?a\.?|formerly)\b.*$/iu;
function withoutNumbers(text: string): string {
  return text
    .replace(formerNames, '')
    .replace(new RegExp(ownerLead.source, 'iu'), '')
    .replace(ownNumber, '')
    .trim();
}

function joined(
  sheet: Sheet,
  lines: readonly HeadLine[],
  confidence: number,
  clean: (text: string) => string,
): HeadValue | null {
  const first = lines[0]?.row.cells[0];
  const last = lines.at(-1)?.row.cells.at(-1);
  if (!first || !last) return null;
  const value = clean(lines.map(({ text }) => text).join(' ')).replace(/\s+/gu, ' ');
  return value === '' ? null : { value, confidence, place: placeAcross(sheet, first, last) };
}
