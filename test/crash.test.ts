import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClientError } from 'tributary/client';
import { readDocument, search, verifyAudit } from '../testkit/main-job/operations.js';
import { Story } from '../testkit/main-job/story.js';
import { freePort } from '../testkit/servers.js';
import { eventually, TestSystem } from '../testkit/system.js';

const letters = ['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Ginkgo', 'Hazel', 'Ivy', 'Juniper'];

/** A bill that is a duplicate of no other: its own number, seller and sums. */
const bill = (batch: string, at: number) => `${letters[at % 10]} & ${batch} Supplies Ltd
${at + 1} Wharf Road, Hull HU1 2AB

INVOICE

Bill to: Meadow Design Studio
Invoice number: ${batch.toUpperCase()}-${100 + at}
Invoice date: ${1 + (at % 28)} March 2026

Net total: GBP ${100 + at}.00
VAT 20%: GBP ${((100 + at) / 5).toFixed(2)}
Total due: GBP ${((100 + at) * 1.2).toFixed(2)}
`;

let system: TestSystem;
let story: Story;

beforeAll(async () => {
  system = await TestSystem.start({ settings: { PORT: String(await freePort()) } });
  story = new Story(system);
});
afterAll(async () => {
  await story?.close();
  await system?.close();
});

/** Uploads one after another, each until it is acknowledged. */
async function uploadAll(batch: string, count: number): Promise<string[]> {
  const names: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const name = `${batch}-${at}.txt`;
    await eventually(
      () => story.upload(name, bill(batch, at)).then(() => true, isPassing),
      (uploaded) => uploaded,
      60_000,
    );
    names.push(name);
  }
  return names;
}

/** Whether the same request may be sent again; anything else is an error of the system. */
function isPassing(error: unknown): false {
  if (error instanceof ClientError && (error.retryable || error.code === 'NETWORK')) return false;
  throw error;
}

/** Resolves when so many have ended that the others are on their way. */
const underWay = (ended: number) =>
  eventually(
    async () =>
      [...story.told.values()].filter((told) => told.some(({ status }) => status !== 'PROCESSING')).length,
    (count) => count >= ended,
    60_000,
  );

async function postmaster(): Promise<number> {
  const [{ folder }] = (await system.query<{ folder: string }>(
    `select current_setting('data_directory') as folder`,
  )) as [{ folder: string }];
  return Number.parseInt(await readFile(join(folder, 'postmaster.pid'), 'utf8'), 10);
}

/** Nothing is missing and nothing is there twice. */
async function checkAll(names: readonly string[]): Promise<void> {
  await story.processed(...names);
  for (const name of names) {
    const id = story.id(name);
    const { document } = await story.client.request(readDocument, { id });
    expect([name, document?.status]).toEqual([name, 'READY']);
    expect(document?.steps.map(({ state }) => state)).toEqual(
      document?.steps.map((step) => (step.name === 'embed' ? 'SKIPPED' : 'DONE')),
    );
    const fields = document?.fields.map((field) => field.name) ?? [];
    expect(fields).toContain('grand_total');
    expect(new Set(fields).size).toBe(fields.length);
    const kinds = document?.recommendations?.nodes.map(({ kind }) => kind) ?? [];
    expect(kinds.filter((kind) => kind === 'APPROVE')).toHaveLength(1);
    expect(new Set(kinds).size).toBe(kinds.length);
    const decisions = await story.recorded({ kind: 'decision', subjectId: id });
    // A decision may concern others too: what relates or advises them may name this one.
    const own = decisions.filter(({ body }) =>
      document?.steps.some(({ runId }) => runId !== null && runId === body?.runId),
    );
    expect(own.map(({ action }) => action).sort()).toEqual(
      [...new Set(own.map(({ action }) => action))].sort(),
    );
    expect(own.length).toBeGreaterThanOrEqual(4);
    const number = document?.fields.find((field) => field.name === 'invoice_number')?.value;
    const { nodes } = (await story.client.request(search, { query: String(number) })).search;
    expect(nodes.filter((hit) => hit.document?.id === id)).toHaveLength(1);
  }
}

/** Counts that say of every effect that it happened once, over all tables. */
async function checkEffects(documents: number): Promise<void> {
  const idle = await eventually(
    async () => {
      const [counts] = await system.query<Record<string, number>>(`
        select (select count(*)::int from platform.jobs where state not in ('done', 'dead')) as open_jobs,
          (select count(*)::int from platform.jobs where state = 'dead') as dead_jobs,
          (select count(*)::int from platform.outbox where published_at is null) as waiting,
          (select count(*)::int from platform.audit_intake where chained_at is null) as unchained`);
      return counts;
    },
    (counts) => counts !== undefined && Object.values(counts).every((count) => count === 0),
  );
  expect(idle).toBeDefined();
  const [once] = await system.query<Record<string, number>>(`
    select (select count(*)::int from documents.documents) as documents,
      (select count(*)::int from documents.versions) as versions,
      (select count(distinct (version_id, ordinal))::int = count(*)::int from documents.chunks) as chunks_once,
      (select count(*)::int from platform.outbox where name = 'document.uploaded') as uploaded,
      (select count(*)::int from platform.outbox where name = 'document.processed') as processed,
      (select count(*)::int from platform.outbox where name = 'document.indexed') as indexed,
      (select count(*)::int from analytics.document_facts) as facts`);
  expect(once).toEqual({
    documents,
    versions: documents,
    chunks_once: true,
    uploaded: documents,
    processed: documents,
    indexed: documents,
    facts: documents,
  });
  // An attempt that the database cut off is on record as failed; what finished has finished once.
  const twice = await system.query(`
    select d.id, r.capability, count(*) from documents.documents d
      join capabilities.runs r on r.document_ids @> array[d.id] and r.input->>'documentId' = d.id::text
     where r.state = 'FINISHED' group by 1, 2 having count(*) > 1`);
  expect(twice).toEqual([]);
}

it('completes every acknowledged document after kill -9 of the server, and nothing twice', async () => {
  const uploading = uploadAll('first', 30);
  await underWay(6);
  await system.kill();
  await system.start();
  const names = await uploading;
  await checkAll(names);
  await checkEffects(30);
});

it('goes on after kill -9 of Postgres, by itself', async () => {
  const uploading = uploadAll('second', 15);
  await underWay(33);
  process.kill(await postmaster(), 'SIGKILL');
  const names = await uploading;
  await checkAll(names);
  await checkEffects(45);
});

it('goes on after both were killed at once', async () => {
  const uploading = uploadAll('third', 10);
  await underWay(48);
  const database = await postmaster();
  await Promise.all([system.kill(), process.kill(database, 'SIGKILL')]);
  await system.start();
  const names = await uploading;
  await checkAll(names);
  await checkEffects(55);
});

it('has a chain of records that verifies', async () => {
  const { verifyAudit: verified } = await story.client.request(verifyAudit, {});
  expect(verified).toMatchObject({ valid: true, firstBad: null });
  expect(verified.entries).toBeGreaterThan(55 * 5);
});
