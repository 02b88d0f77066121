import type { AuditEntry, Decision } from './audit.type.js';
import type { VisibleEntry } from './entries.service.js';

export function entryView(entry: VisibleEntry): AuditEntry {
  const chained = entry.seq > 0;
  return {
    id: entry.id,
    seq: chained ? entry.seq : null,
    at: new Date(entry.at),
    actor: entry.actor,
    requestId: entry.requestId,
    kind: entry.kind,
    action: entry.action,
    subjects: entry.subjects ?? [],
    body: entry.body,
    contentHash: entry.contentHash,
    bodyHash: entry.bodyHash,
    prevHash: chained ? entry.prevHash : null,
    hash: chained ? entry.hash : null,
    entry,
  };
}

const capabilityAction = 'capability.';

export function decisionView(entry: VisibleEntry): Decision {
  const { action } = entry;
  return {
    id: entry.id,
    at: new Date(entry.at),
    actor: entry.actor,
    capability: action.startsWith(capabilityAction) ? action.slice(capabilityAction.length) : action,
    record: entry.body,
    entry: entryView(entry),
  };
}

/** One line of an export. Without its body an entry still verifies as a link of the chain; see `chain.ts`. */
export function exportLine({ textReadable: _textReadable, ...entry }: VisibleEntry): string {
  return `${JSON.stringify(entry)}\n`;
}
