import type { DomainEvent, RequestContext } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { Keys, Outbox, Transaction } from '#platform';
import { jobMigrations } from '#platform/jobs';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import {
  type AuditBody,
  claimIntake,
  createOutbox,
  hashAuditBody,
  hashContent,
  type IntakeRow,
  intakeWaiting,
  intakeWatermark,
  type LiveEventsPart,
  markChained,
  openLiveEvents,
  outboxEraser,
  outboxMigrations,
  readAuditContent,
  readEvents,
  tenantsWithIntake,
} from './index.js';

/** Turns every byte around: what lies in the table must not be readable. */
const flip = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0xff);
const keys: Keys = {
  encrypt: async (_tx, _subject, plain) => flip(plain),
  decrypt: async (_tx, _subject, cipher) => flip(cipher),
  erase: async () => undefined,
};
let db: TestDatabase;
let outbox: Outbox;
let live: LiveEventsPart;

beforeAll(async () => {
  db = await createTestDatabase({
    migrations: [{ room: 'platform', migrations: [...outboxMigrations, ...jobMigrations] }],
  });
  outbox = createOutbox({ keys });
  live = await openLiveEvents({ database: db.database });
});
afterAll(async () => {
  await live.close();
  await db.close();
});

function contextOf(tenant: string): RequestContext {
  return {
    tenant,
    actor: 'user:a',
    roles: ['member'],
    scopes: ['*'],
    groups: [],
    rights: { mode: 'any', principals: ['tenant'] },
    requestId: 'request-1',
    traceparent: '',
    deadline: 0,
    generation: null,
  };
}
const inTenant = <T>(tenant: string, work: (tx: Transaction) => Promise<T>) =>
  db.database.tenant(tenant, work);
const audit = (tenant: string, action: string, more: Partial<Parameters<Outbox['audit']>[2]> = {}) =>
  inTenant(tenant, (tx) =>
    outbox.audit(tx, contextOf(tenant), { kind: 'mutation', action, subjects: [], body: {}, ...more }),
  );
function bodyOf({ position: _position, bodyHash: _hash, content: _content, ...body }: IntakeRow): AuditBody {
  return body;
}

test('committed events reach the subscribers of their tenant and name, rolled back ones nobody', async () => {
  const tenant = v7();
  const documentId = v7();
  const leave = new AbortController();
  const seen: DomainEvent[] = [];
  const reading = (async () => {
    for await (const event of live.subscribe(
      tenant,
      ['document.changed', 'document.deleted'],
      leave.signal,
    )) {
      seen.push(event);
      if (event.name === 'document.deleted') leave.abort();
    }
  })();
  const other = v7();
  await inTenant(other, (tx) => outbox.event(tx, contextOf(other), 'document.deleted', { documentId: v7() }));
  await inTenant(tenant, async (tx) => {
    await outbox.event(tx, contextOf(tenant), 'document.changed', { documentId, status: 'undone' });
    await tx.query('select 1 / 0');
  }).catch(() => undefined);
  await inTenant(tenant, async (tx) => {
    await outbox.event(tx, contextOf(tenant), 'document.uploaded', {
      documentId,
      versionId: v7(),
    });
    await live.publish(tx, contextOf(tenant), 'document.changed', { documentId, status: 'progress' });
    // Larger than a notification may be: it is read from the outbox.
    await outbox.event(tx, contextOf(tenant), 'document.changed', { documentId, status: 'x'.repeat(20_000) });
  });
  await inTenant(tenant, (tx) => outbox.event(tx, contextOf(tenant), 'document.deleted', { documentId }));
  await reading;
  expect(
    seen.map(({ name, payload }) => [name, ('status' in payload ? String(payload.status) : '').length]),
  ).toEqual(
    expect.arrayContaining([
      ['document.changed', 8],
      ['document.deleted', 0],
    ]),
  );
  expect(seen.every(({ payload }) => 'documentId' in payload && payload.documentId === documentId)).toBe(
    true,
  );
  const stored = await inTenant(tenant, (tx) =>
    readEvents(tx, ['document.changed', 'document.deleted'], { after: null, first: 10 }),
  );
  expect(stored.map((event) => event.name)).toEqual(['document.changed', 'document.deleted']);
});

test('an event whose payload does not fit is refused', async () => {
  const tenant = v7();
  const wrong = { documentId: 'no id' };
  await expect(
    inTenant(tenant, (tx) => outbox.event(tx, contextOf(tenant), 'document.deleted', wrong)),
  ).rejects.toMatchObject({ code: 'INTERNAL' });
});

test('audit records are hashed, kept in order and handed to one appender at a time', async () => {
  const tenant = v7();
  for (const action of ['one', 'two', 'three'])
    await audit(tenant, action, { body: { n: 1.5, text: 'ü\u2028', nested: { b: [1], a: null } } });
  expect(await db.system.across((tx) => tenantsWithIntake(tx))).toContain(tenant);
  const watermark = await inTenant(tenant, (tx) => intakeWatermark(tx));
  const append = () =>
    inTenant(tenant, async (tx) => {
      const rows = await claimIntake(tx, 2);
      await markChained(
        tx,
        rows.map((row) => row.id),
      );
      return rows;
    });
  const chained = (await Promise.all([append(), append()])).flat();
  expect(chained.map((row) => row.action)).toEqual(expect.arrayContaining(['one', 'two', 'three']));
  expect(chained).toHaveLength(3);
  for (const row of chained) expect(hashAuditBody(bodyOf(row))).toBe(row.bodyHash);
  expect(await inTenant(tenant, (tx) => intakeWaiting(tx, watermark))).toBe(0);
  expect(await db.system.across((tx) => tenantsWithIntake(tx))).not.toContain(tenant);
});

test('personal text is encrypted beside the record, and can be erased while the hash stays valid', async () => {
  const tenant = v7();
  const documentId = v7();
  const content = { question: 'Who is Ada?' };
  const id = await audit(tenant, 'answers.ask', {
    content,
    subjects: [{ type: 'Document', id: documentId }],
  });
  const [row] = await inTenant(tenant, (tx) => claimIntake(tx, 10));
  expect(row!.content!.toString()).not.toContain('Ada');
  expect(row!.contentHash).toBe(hashContent(flip(row!.content!)));
  expect(await inTenant(tenant, (tx) => readAuditContent(tx, keys, id))).toEqual(content);
  await inTenant(tenant, (tx) => outboxEraser.document!(tx, documentId));
  await expect(inTenant(tenant, (tx) => readAuditContent(tx, keys, id))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  const [erased] = await inTenant(tenant, (tx) => claimIntake(tx, 10));
  expect(hashAuditBody(bodyOf(erased!))).toBe(row!.bodyHash);
});

test('nothing is told of a document that was deleted, but that it was', async () => {
  const tenant = v7();
  const [gone, other] = [v7(), v7()];
  const write = (documentId: string) =>
    inTenant(tenant, (tx) =>
      outbox.event(tx, contextOf(tenant), 'document.changed', { documentId, status: 'READY' }),
    );
  await write(gone);
  await write(other);
  await inTenant(tenant, async (tx) => {
    await outboxEraser.document!(tx, gone);
    await outbox.event(tx, contextOf(tenant), 'document.deleted', { documentId: gone });
    await outboxEraser.document!(tx, gone);
  });
  const left = await inTenant(tenant, (tx) =>
    tx.query(`select name, payload->>'documentId' as of from platform.outbox order by id`),
  );
  expect(left).toEqual([
    { name: 'document.changed', of: other },
    { name: 'document.deleted', of: gone },
  ]);
});

test('the records of another tenant do not exist', async () => {
  const tenant = v7();
  const id = await audit(tenant, 'mine', { content: { a: 1 } });
  const other = v7();
  expect(await inTenant(other, (tx) => claimIntake(tx, 10))).toEqual([]);
  await expect(inTenant(other, (tx) => readAuditContent(tx, keys, id))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
