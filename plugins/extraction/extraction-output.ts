import type { ExtractedField, PageText } from 'tributary/sdk';
import { layoutAt } from './engine/lines-as-pages.js';
import type { ExtractionOutput } from './extraction-input.js';
import type { Plan } from './plan.js';
import { assemble } from './schema/assemble.js';
import { leavesOf } from './schema/schema-node.js';

/** Below this a person should look at the field. */
const reviewBelow = 0.6;
const nowhere = { page: null, start: null, end: null, quote: null };

/** The fields in the order of the schema, what was not found as null, and what a person should look at. */
export function outputOf(
  fields: readonly ExtractedField[],
  pages: readonly PageText[],
  { kind, node, isOwn, needed }: Plan,
): { output: ExtractionOutput; missing: string[] } {
  const found = new Map(fields.map((field) => [field.name, field]));
  const leaves = leavesOf(node);
  const shown = leaves.flatMap(({ path }) => {
    const field = found.get(path) ?? (isOwn ? { name: path, value: null, confidence: 0, ...nowhere } : null);
    return field ? [{ ...verified(field, pages), ...laidOut(field, pages) }] : [];
  });
  const given = new Map(shown.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])));
  const { values, missing } = assemble(node, given);
  const judged = isOwn ? new Set([...needed, ...given.keys()]) : new Set(needed);
  const review = [...judged].flatMap((name) => {
    const field = shown.find((each) => each.name === name);
    if (!field || field.value === null) return [{ field: name, reason: 'not found' }];
    return field.confidence < reviewBelow ? [{ field: name, reason: `confidence ${field.confidence}` }] : [];
  });
  const nullable = new Set(leaves.filter((leaf) => leaf.nullable).map(({ path }) => path));
  return {
    output: {
      kind,
      fields: shown,
      values,
      review: review.filter(({ field, reason }) => reason !== 'not found' || !nullable.has(field)),
    },
    missing,
  };
}

/** A quote that is not what stands at its place says nothing, and neither does the field: it goes to a person. */
function verified(field: ExtractedField, pages: readonly PageText[]): ExtractedField {
  const { page, start, end, quote } = field;
  if (page === null || start === null || end === null) return field;
  const text = pages.find(({ number }) => number === page)?.text ?? '';
  const stands = [...text].slice(start, end).join('') === quote;
  return stands ? field : { ...field, ...nowhere, confidence: Math.min(field.confidence, 0.3) };
}

function laidOut(field: ExtractedField, pages: readonly PageText[]) {
  const at = layoutAt(pages, field);
  return { line: at?.line ?? null, box: at ? [...at.box] : null };
}
