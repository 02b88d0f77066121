import { print, printRows } from '../command.js';
import type { ChangeOutcome } from './change-operations.js';

const refusedExit = 1;

/** Says what a change came to; gives the exit code. */
export function showChange(outcome: ChangeOutcome, json: boolean): number {
  if (json) print(JSON.stringify(outcome));
  else if ('code' in outcome) refuse(outcome);
  else if ('added' in outcome) showDifference(outcome);
  else {
    const what = outcome.type === 'PluginEnabled' ? 'enabled' : 'disabled';
    const graph = outcome.generation ? `, generation ${outcome.generation}` : '';
    print(`${what} ${outcome.plugin} ${outcome.version}${graph}`);
  }
  return 'code' in outcome ? refusedExit : 0;
}

function refuse({ code, message, hint, culprits = [] }: Extract<ChangeOutcome, { code: string }>): void {
  const lines = [`${code}: ${message}`, hint];
  for (const culprit of culprits) {
    const where = [culprit.plugin, culprit.coordinate].filter(Boolean).join(' ');
    lines.push(`- ${where}: ${culprit.message} ${culprit.hint}`);
  }
  process.stderr.write(`${lines.join('\n')}\n`);
}

function showDifference({
  plugin,
  version,
  added,
  removed,
  changed,
}: Extract<ChangeOutcome, { added: string[] }>): void {
  print(`${plugin} ${version} can be changed; the public schema would differ in this:`);
  const rows = [
    ...added.map((coordinate) => ({ change: 'added', coordinate })),
    ...removed.map((coordinate) => ({ change: 'removed', coordinate })),
    ...changed.map((coordinate) => ({ change: 'changed', coordinate })),
  ];
  printRows(rows, false);
}
