import { createHash } from 'node:crypto';
import { type AuditExportData, exportAudit, verifyAudit } from './operations.js';
import type { Story } from './story.js';

interface ExportedEntry {
  seq: number;
  hash: string;
  prevHash: string | null;
}

/** The record: every decision, chained, verifiable, exportable. */
export function describeRecording(story: () => Story): void {
  it('has one decision for every run of a document, with what it rests on', async () => {
    const { id, steps } = await story().document('invoices/rechnung-baecker-2026-118.pdf');
    const decisions = await story().recorded({ kind: 'decision', subjectId: id });
    const runs = steps.flatMap(({ runId }) => (runId ? [runId] : []));
    expect(runs.length).toBeGreaterThanOrEqual(4);
    const recorded = decisions.map(({ body }) => body?.runId);
    for (const runId of runs) expect(recorded.filter((one) => one === runId)).toHaveLength(1);
  });

  it('verifies, and exports as JSON Lines every entry in the order of the chain', async () => {
    const { verifyAudit: verified } = await story().client.request(verifyAudit, {});
    expect(verified).toMatchObject({ valid: true, firstBad: null });
    const entries = await exported(story());
    expect(entries.length).toBeGreaterThanOrEqual(verified.entries);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, at) => at + 1));
    for (const [at, { prevHash }] of entries.entries())
      if (at > 0) expect(prevHash).toBe(entries[at - 1]?.hash);
    expect(new Set(entries.map(({ hash }) => hash)).size).toBe(entries.length);
    expect(entries.every(({ hash }) => hash.length === createHash('sha256').digest('hex').length)).toBe(true);
  });
}

async function exported({ client }: Story): Promise<ExportedEntry[]> {
  const entries: ExportedEntry[] = [];
  let after: string | null = null;
  for (;;) {
    const { exportAudit: part }: AuditExportData = await client.request(exportAudit, { after });
    const lines = part.lines.split('\n').filter((line) => line !== '');
    expect(lines).toHaveLength(part.count);
    entries.push(...lines.map((line) => JSON.parse(line) as ExportedEntry));
    if (!part.hasNextPage) return entries;
    after = part.endCursor;
  }
}
