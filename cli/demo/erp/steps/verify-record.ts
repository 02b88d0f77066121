import { operation } from 'tributary/client';
import { verifyAudit } from '../../operations/index.js';
import type { People, Person } from '../people.js';
import { found, type Story } from '../story.js';
import type { Matched } from './match-orders.js';

/** What the record of a decision holds, as far as the story shows it. */
export interface DecisionRecord {
  engine: string;
  plugin: string;
  pluginVersion: string;
  inputHash: string;
  outputHash: string | null;
  outcome: string;
  evidence: { documentId: string; versionId: string }[];
  verdicts: { rule: string; version: number; result: string }[];
  documentIds: string[];
}
interface Entry {
  seq: number | null;
  actor: string;
  action: string;
}

const readDecision = operation<
  { decision: { capability: string; record: DecisionRecord; entry: Entry & { hash: string } } | null },
  { id: string }
>(`
  query ReadDecision($id: ID!) {
    decision(id: $id) { capability record entry { seq actor action hash } }
  }`);
const whatHappened = operation<{ auditEntries: { nodes: Entry[] } }, { id: string }>(`
  query WhatHappened($id: ID!) {
    auditEntries(first: 50, filter: { subjectId: $id }) { nodes { seq actor action } }
  }`);

export interface VerifiedRecord {
  valid: boolean;
  entries: number;
  decision: DecisionRecord;
  /** Who did what to the recommendation, its review and the proposed call, as the chain has it. */
  happened: Entry[];
}

/** What the story did: the match that was held back, and the call that the assistant proposed. */
export interface Done {
  matched: Matched;
  approvalId: string;
}

/** The chain is recomputed, and the decision on the invoice above its order is read with all that it rests on. */
export async function verifyRecord(
  story: Story,
  people: People,
  { matched: { held, review }, approvalId }: Done,
): Promise<VerifiedRecord> {
  const { verifyAudit: verified } = await story.admin.request(verifyAudit, {});
  found(verified.valid, 'the audit chain to be valid');
  story.tell(`The audit chain of ${verified.entries} entries is valid.`);
  const { decision: read } = await story.admin.request(readDecision, { id: held.decisionId });
  const { capability, record, entry } = found(read, 'the decision to be on record');
  story.tell(
    `Entry ${entry.seq}: ${capability} of ${record.plugin} ${record.pluginVersion}, ${record.engine}`,
  );
  story.tell(`  input ${record.inputHash.slice(0, 16)}…, output ${record.outputHash?.slice(0, 16)}…`);
  for (const { rule, version, result } of record.verdicts)
    story.tell(`  verdict ${result} of ${rule}, version ${version}`);
  story.tell(`  ${record.evidence.length} places in ${record.documentIds.length} documents as evidence`);
  const ids = [held.id, review.id, approvalId];
  const pages = await Promise.all(ids.map((id) => story.admin.request(whatHappened, { id })));
  const happened = pages
    .flatMap(({ auditEntries }) => auditEntries.nodes)
    .sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
  const names = new Map(Object.values(people).map(({ actor, name }: Person) => [actor, name]));
  for (const { seq, actor, action } of happened)
    story.tell(`  entry ${seq}: ${action} by ${names.get(actor) ?? actor}`);
  return { valid: verified.valid, entries: verified.entries, decision: record, happened };
}
