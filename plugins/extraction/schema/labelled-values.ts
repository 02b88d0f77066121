import { type Candidate, candidate, type Finder, labelHits, valuesBeside } from '../engine/candidates.js';
import { type Label, label } from '../engine/labels.js';
import { placeIn, type Sheet } from '../engine/sheet.js';
import { wordsOf } from './property-words.js';
import type { SchemaNode } from './schema-node.js';

const mostCandidates = 8;
const longestValue = 200;

/** What stands beside the property's own words, as text that the schema has yet to accept; the likeliest first. */
export function labelledValues(sheet: Sheet, node: SchemaNode): Candidate[] {
  const labels = labelsOf(node);
  if (labels.length === 0) return [];
  const hits = labelHits(sheet, labels).slice(0, mostCandidates * 4);
  const found = hits.flatMap((hit) => {
    const behind = hit.cell.folded.slice(hit.end);
    const isHead = /^\W*$/u.test(hit.cell.folded.slice(0, hit.index));
    // A text has no form of its own: its label has to end with a colon, or with its cell.
    const isLabel = /^\s*(?:\([^)]{0,30}\)\s*)?(?:[:=]|$|\s{2,}|[-–—]\s)/u.test(behind) && isHead;
    if (isFree(node) && !isLabel) return [];
    return valuesBeside(sheet, isLabel ? { ...hit, end: hit.end + leadOf(behind) } : hit, wholeText);
  });
  return found.sort((one, other) => other.score - one.score).slice(0, mostCandidates);
}

const leadOf = (behind: string): number =>
  /^\s*(?:\([^)]{0,30}\))?\s*[:=–—-]?\s*/u.exec(behind)?.[0].length ?? 0;

/** Whether any text would do. */
function isFree({ type, format, options, pattern }: SchemaNode): boolean {
  return type === 'string' && format === null && options === null && pattern === null;
}

/** The whole of what stands there, without the signs around it. */
const wholeText: Finder = (text) => {
  const index = text.search(/[\p{L}\d€$£☑☐✓]/u);
  if (index < 0) return [];
  const value = text.slice(index, index + longestValue).replace(/[\s|;,]+$/u, '');
  return value === '' ? [] : [{ value, index, length: value.length }];
};

/** By the property's name, and by its title; longer words first. */
function labelsOf({ name, title }: SchemaNode): Label[] {
  return [name, title].flatMap((words, at) => {
    const parts = wordsOf(words);
    if (parts.join('').length < 2 || parts.length > 8) return [];
    const pattern = parts
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`))
      .join(String.raw`[\s_./-]{0,3}`);
    return [label(at === 0 ? 0.8 : 0.85, String.raw`(?<![\p{L}\d])${pattern}(?![\p{L}\d])`)];
  });
}

/** Places where one of the listed values is named; for what has no label. */
export function namedOptions(sheet: Sheet, options: readonly string[]): Candidate[] {
  const found: Candidate[] = [];
  for (const row of sheet.rows)
    for (const cell of row.cells)
      for (const option of options) {
        const words = wordsOf(option).join(' ');
        const index = words.length < 2 ? -1 : ` ${cell.folded} `.search(bounded(words));
        if (index >= 0)
          found.push(candidate(cell, 0, { value: option, index, length: words.length }, 0.45, false));
        if (found.length >= mostCandidates) return found;
      }
  return found;
}

const bounded = (words: string): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\d])${words.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)}(?![\p{L}\d])`,
    'u',
  );

/** The only value of a form that nothing else has, such as an address of electronic mail. */
export function formedValues(sheet: Sheet, pattern: RegExp): Candidate[] {
  const found = sheet.rows.flatMap((row) =>
    row.cells.flatMap((cell) =>
      [...cell.text.matchAll(pattern)].map((match) => ({
        value: match[0],
        score: 0.6,
        place: placeIn(cell, match.index, match[0].length),
        cell,
        labelled: false,
      })),
    ),
  );
  return found.slice(0, mostCandidates);
}
