import { everyone } from 'tributary/sdk';
import type { Transaction } from '#platform';
import { inputHash } from '#platform/plugin-host';
import type { EndedRun } from './conclude.js';
import type { Finding } from './findings.js';
import type { RunnerParts } from './runner-parts.js';

/** Asks a person to look at a result; null when nobody may read all that it was made from. */
export async function requestReview(
  tx: Transaction,
  { open, trace }: EndedRun,
  finding: Extract<Finding, { type: 'NeedsReview' }>,
  { access, ports }: RunnerParts,
): Promise<string | null> {
  const { context, frame, documentIds, capability } = open;
  const lists: string[][] = [];
  for (const id of trace.documents) lists.push(await access.list(tx, { type: 'Document', id }));
  const shared = sharedAccess(lists);
  if (shared.length === 0) return null;
  return ports.reviews.request(tx, context, {
    reason: finding.reason,
    documentId: documentIds.length === 1 ? (documentIds[0] ?? null) : null,
    subject: { type: 'run', id: frame.runId },
    fingerprint: inputHash([capability.definition.id, capability.plugin.version, open.input, finding.output]),
    ...shownOf(capability.definition.id, finding.output),
    madeFrom: [...trace.documents],
    plugin: capability.plugin.id,
    kind: capability.definition.id,
    evidence: trace.evidence,
    deadline: null,
    access: shared,
  });
}

/** A longer output is read in its run. */
const mostShown = 16_000;

function shownOf(capability: string, output: unknown): { shown?: unknown } {
  const shown = { capability, output: output ?? null };
  return JSON.stringify(shown).length <= mostShown ? { shown } : {};
}

/** The principals that may read everything: `tenant` stands for all of them. */
export function sharedAccess(lists: readonly (readonly string[])[]): string[] {
  const closed = lists.filter((list) => !list.includes(everyone));
  const [first, ...others] = closed;
  if (!first) return lists.length > 0 ? [everyone] : [];
  return first.filter((principal) => others.every((list) => list.includes(principal)));
}
