import Papa from 'papaparse';
import { AppError, z } from 'tributary/sdk';
import { canonical } from './canonical.js';
import { caseId, documentsNamed, type NewCase } from './dataset.js';

/** How cases are written in a file. */
export const fileFormats = ['JSONL', 'CSV'] as const;
export type FileFormat = (typeof fileFormats)[number];

const mostLines = 5_000;
const line = z.strictObject({
  id: caseId.optional(),
  input: z.json(),
  expected: z.json().optional().default(null),
});
type Line = z.output<typeof line>;

/**
 * The cases of a file: JSON Lines `{ id?, input, expected? }`, or CSV with the columns `id`, `input`, `expected` (JSON or
 * plain text) or `input.<name>`, `expected.<name>`. Without an id a case is named by its input.
 * Errors: `DATASET_FILE_INVALID` naming the line and what to mend.
 */
export async function readFile(text: string, format: FileFormat): Promise<NewCase[]> {
  const lines = format === 'CSV' ? csvLines(text) : jsonLines(text);
  if (lines.length === 0) throw wrong(1, 'there is no case', 'write one case a line');
  if (lines.length > mostLines) {
    throw wrong(mostLines + 1, `more than ${mostLines} cases`, 'send the file in parts');
  }
  const seen = new Map<string, number>();
  const cases: NewCase[] = [];
  for (const { number, value } of lines) {
    const made = await caseOf(value);
    const before = seen.get(made.id);
    if (before !== undefined) {
      throw value.id === undefined
        ? wrong(number, `the input is that of line ${before}`, 'give both an id, or leave one out')
        : wrong(number, `the id ${made.id} is that of line ${before}`, 'give each case an id of its own');
    }
    seen.set(made.id, number);
    cases.push(made);
  }
  return cases;
}

async function caseOf({ id, input, expected }: Line): Promise<NewCase> {
  const named = id ?? (await nameOf(input));
  return {
    id: named,
    input,
    expected,
    source: 'FILE',
    sourceId: null,
    documentIds: documentsNamed(input),
  };
}

/** A name that is the same for the same input. */
async function nameOf(input: unknown): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(input)));
  return Array.from(new Uint8Array(hash, 0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function jsonLines(text: string): { number: number; value: Line }[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((raw, at) => {
      if (raw.trim() === '') return [];
      const number = at + 1;
      let parsed: unknown;
      try {
        parsed = JSON.parse(raw);
      } catch (cause) {
        throw wrong(number, 'it is no JSON', 'write one JSON object a line', cause);
      }
      return [{ number, value: checked(number, parsed) }];
    });
}

function csvLines(text: string): { number: number; value: Line }[] {
  const { data, errors, meta } = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
  });
  const fields = meta.fields ?? [];
  const unknown = fields.find((name) => !/^(id|input|expected|(input|expected)\.[\w.-]+)$/.test(name));
  if (unknown !== undefined) {
    throw wrong(1, `the column ${unknown} means nothing`, 'name columns id, input, expected or input.<name>');
  }
  const [fault] = errors;
  if (fault) throw wrong((fault.row ?? 0) + 2, fault.message, 'mend the quotes and separators of the line');
  return data.map((row, at) => ({ number: at + 2, value: checked(at + 2, rowOf(row)) }));
}

function rowOf(row: Record<string, string>): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    if (value === '' || value === undefined) continue;
    const [part = '', field] = [name.split('.')[0], name.split('.').slice(1).join('.')];
    if (part === 'id') made.id = value;
    else if (!field) made[part] = jsonOrText(value);
    else made[part] = { ...(made[part] as object | undefined), [field]: value };
  }
  return made;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function checked(number: number, value: unknown): Line {
  const parsed = line.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') || 'the line';
  throw wrong(number, `${where}: ${issue?.message}`, 'write { "id"?, "input", "expected"? }');
}

function wrong(number: number, reason: string, mend: string, cause?: unknown): AppError {
  return new AppError('DATASET_FILE_INVALID', { line: number, reason, mend }, { cause });
}
