import { isDeepStrictEqual } from 'node:util';
import { diffLines } from 'diff';
import type { DiffKind, PromptDiff, PromptDiffLine } from './prompt-change.type.js';
import type { StoredPrompt } from './prompt-rows.js';

/** Texts that differ in everything take long to compare, while all others wait, and nobody reads the result. */
const longestMs = 50;

/** How two versions differ, line by line. */
export function diffOf(from: StoredPrompt, to: StoredPrompt): PromptDiff {
  // With an end the last line is like any other.
  const [before, after] = [`${from.text}\n`, `${to.text}\n`];
  const changes = diffLines(before, after, { timeout: longestMs }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  const lines = changes.flatMap(({ value, added, removed }) =>
    linesOf(value).map((text): PromptDiffLine => ({ kind: kindOf(added, removed), text })),
  );
  const names = [...new Set([...Object.keys(from.settings), ...Object.keys(to.settings)])].sort();
  const settings = names
    .map((name) => ({ name, from: from.settings[name] ?? null, to: to.settings[name] ?? null }))
    .filter((change) => !isDeepStrictEqual(change.from, change.to));
  return { lines, settings };
}

const kindOf = (added: boolean, removed: boolean): DiffKind =>
  added ? 'ADDED' : removed ? 'REMOVED' : 'SAME';

function linesOf(text: string): string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}
