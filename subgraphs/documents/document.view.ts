import type { DocumentRow } from './document.entity.js';
import type { Document, DocumentStep, ExtractedField, ScreenFinding } from './document.type.js';
import { groupsOf } from './document-intake.service.js';
import type { FieldRow } from './field.entity.js';
import type { FindingRow } from './finding.entity.js';
import type { StepRow } from './step.entity.js';

/** Rows as the graph shows them. */
export function documentView(row: DocumentRow): Document {
  const {
    id,
    name,
    title,
    mediaType,
    status,
    kind,
    kindConfidence,
    language,
    versionId,
    version,
    createdAt,
    updatedAt,
  } = row;
  const problem = row.code
    ? { code: row.code, message: row.problem?.message ?? '', hint: row.problem?.hint ?? '' }
    : null;
  return {
    id,
    name,
    title: title ?? null,
    mediaType,
    status,
    problem,
    kind: kind ?? null,
    kindConfidence: kindConfidence ?? null,
    language: language ?? null,
    versionId,
    version,
    groups: groupsOf(row.access),
    createdAt,
    updatedAt,
  };
}

export function stepView({ name, state, startedAt, finishedAt, code, runId }: StepRow): DocumentStep {
  const durationMs = startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null;
  return { name, state, startedAt: startedAt ?? null, durationMs, code: code ?? null, runId: runId ?? null };
}

export function fieldView(row: FieldRow): ExtractedField {
  const { id, name, value, confidence, extractedValue } = row;
  const source = row.correctedBy ? 'CORRECTED' : 'EXTRACTED';
  return {
    id,
    name,
    value: value ?? null,
    confidence,
    source,
    extractedValue: extractedValue ?? null,
    page: row.page ?? null,
    start: row.start ?? null,
    end: row.end ?? null,
    quote: row.quote ?? null,
  };
}

export function findingView({
  kind,
  severity,
  verdict,
  rule,
  ruleVersion,
  carrier,
  page,
  start,
  end,
}: FindingRow): ScreenFinding {
  const place = { page: page ?? null, start: start ?? null, end: end ?? null };
  return { kind, severity, verdict, rule, ruleVersion, carrier: carrier ?? null, ...place };
}
