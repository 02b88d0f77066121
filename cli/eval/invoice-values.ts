import { z } from 'tributary/sdk';

/** The fields that are scored, with how a value of each is compared. */
export const comparisons = {
  invoice_number: sameText,
  type_code: sameCode,
  issue_date: sameText,
  seller_name: samePartyName,
  seller_vat: sameCode,
  buyer_name: samePartyName,
  currency: sameCode,
  net_total: sameAmount,
  tax_total: sameAmount,
  grand_total: sameAmount,
  due_amount: sameAmount,
  order_ref: sameText,
  iban: sameCode,
  lines: sameLines,
} as const satisfies Record<string, (expected: unknown, found: unknown) => boolean>;

export type ScoredField = keyof typeof comparisons;

const halfACent = 0.005;

/** White space is trimmed and each run of it is one blank; everything else must be the same. Dates are ISO 8601. */
function sameText(expected: unknown, found: unknown): boolean {
  return scalar(expected) !== '' && scalar(expected) === scalar(found);
}

/** VAT ids, IBANs, currency and type codes: grouping by white space and letter case do not count. */
function sameCode(expected: unknown, found: unknown): boolean {
  const plain = (value: unknown) => scalar(value).replaceAll(' ', '').toUpperCase();
  return plain(expected) !== '' && plain(expected) === plain(found);
}

/** Amounts and quantities are compared as numbers. */
function sameAmount(expected: unknown, found: unknown): boolean {
  if (scalar(expected) === '' || scalar(found) === '') return false;
  return Math.abs(Number(scalar(expected)) - Number(scalar(found))) < halfACent;
}

/**
 * Letter case does not count. An expected name of several lines (numbers of the party, a form of address, then the
 * name) is met by the whole or by its last lines: never by a part of a line, nor by lines before the name.
 */
function samePartyName(expected: unknown, found: unknown): boolean {
  const lines = nameLines(expected);
  const name = foldedName(found);
  return name !== '' && lines.some((_, from) => lines.slice(from).join(' ') === name);
}

/** The name of a line may stand between article numbers and packaging: whole lines of it that follow each other. */
function sameLineName(expected: unknown, found: unknown): boolean {
  const lines = nameLines(expected);
  const name = foldedName(found);
  const runs = lines.flatMap((_, from) =>
    lines.slice(from).map((_line, more) => lines.slice(from, from + more + 1)),
  );
  return name !== '' && runs.some((run) => run.join(' ') === name);
}

const rows = z.array(z.object({ name: z.unknown(), quantity: z.unknown(), total: z.unknown() }));

/** All lines in their order, each with name, quantity and total. */
function sameLines(expected: unknown, found: unknown): boolean {
  const wanted = rows.safeParse(expected);
  const given = rows.safeParse(found);
  if (!wanted.success || !given.success || wanted.data.length !== given.data.length) return false;
  return wanted.data.every((line, at) => {
    const other = given.data[at];
    return (
      other !== undefined &&
      sameLineName(line.name, other.name) &&
      sameAmount(line.quantity, other.quantity) &&
      sameAmount(line.total, other.total)
    );
  });
}

const nameLines = (value: unknown): string[] =>
  String(value ?? '')
    .split('\n')
    .map(foldedName)
    .filter((line) => line !== '');

const foldedName = (value: unknown): string => scalar(value).toLowerCase();

function scalar(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return String(value).normalize('NFKC').replace(/\s+/gu, ' ').trim();
}
