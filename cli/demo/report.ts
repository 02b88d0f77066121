/** One document of the report, as `--json` prints it. */
export interface ReportedDocument {
  file: string;
  status: string;
  code: string | null;
  kind: string | null;
  steps: { name: string; state: string; ms: number | null }[];
  fields: {
    name: string;
    value: unknown;
    confidence: number;
    page: number | null;
    start: number | null;
    end: number | null;
    quote: string | null;
  }[];
  similar: { documentId: string; name: string | null; score: number }[];
  recommendations: {
    kind: string;
    /** The operation that accepting would run. */
    action: string | null;
    state: string;
    verdicts: { rule: string; version: number; result: string }[];
  }[];
  decisionIds: string[];
}

export interface Report {
  documents: ReportedDocument[];
  auditValid: boolean;
  totalMs: number;
  docsPerSecond: number;
}

/** What was found and decided, as a table for people. */
export function table({ documents, auditValid, totalMs, docsPerSecond }: Report): string {
  const rows = documents.map(({ file, status, code, kind, fields, recommendations }) => [
    short(file, 44),
    code ? `${status} ${code}` : status,
    kind ?? '',
    fieldValue(fields, 'invoice_number'),
    totalOf(fields),
    recommendations
      .map(({ kind: what, state }) => (state === 'OPEN' ? what : `${what} (${state})`))
      .join(', '),
  ]);
  const lines = columns([['file', 'status', 'kind', 'number', 'total', 'recommended'], ...rows]);
  const seconds = (totalMs / 1000).toFixed(1);
  const verdict = auditValid ? 'the audit chain is valid' : 'THE AUDIT CHAIN IS NOT VALID';
  return `${lines}\n\n${documents.length} documents in ${seconds} s (${docsPerSecond.toFixed(1)} a second); ${verdict}.\n`;
}

function totalOf(fields: ReportedDocument['fields']): string {
  const total = fieldValue(fields, 'grand_total');
  return total === '' ? '' : `${total} ${fieldValue(fields, 'currency')}`.trim();
}

function fieldValue(fields: ReportedDocument['fields'], name: string): string {
  const value = fields.find((field) => field.name === name)?.value;
  return value === undefined || value === null ? '' : String(value);
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const short = (text: string, length: number) => (text.length <= length ? text : `…${text.slice(1 - length)}`);
