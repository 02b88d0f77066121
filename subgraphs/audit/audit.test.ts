import { createHash } from 'node:crypto';
import pg from 'pg';
import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Transaction } from '#platform';
import { callerOf, openSubgraph, type SubgraphHost } from '../../testkit/subgraph-host.js';
import audit from './index.js';

const finance = newId();
let host: SubgraphHost;

beforeAll(async () => {
  host = await openSubgraph(audit);
});
afterAll(() => host.close());

interface Entry {
  id: string;
  seq: number | null;
  action: string;
  body: Record<string, unknown> | null;
  content: Record<string, unknown> | null;
}
interface Exported {
  exportAudit: { lines: string; endCursor: string; hasNextPage: boolean };
}
const verify = '{ verifyAudit { valid entries headHash unchained firstBad { seq reason } } }';
const list = `query ($filter: AuditEntryFilter, $first: Int, $after: Cursor) { auditEntries(filter: $filter, first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { id seq action kind actor body content contentHash bodyHash prevHash hash subjects { type id } } } }`;
const newTenant = () => callerOf(newId(), { actor: 'user:auditor', roles: ['auditor'] });
const record = (tx: Transaction, context: RequestContext, changes: object) =>
  host.platform.outbox.audit(tx, context, {
    kind: 'mutation',
    action: 'test.write',
    subjects: [],
    body: { number: 0.1, text: 'ä"\u2028', nothing: null, list: [3, 2, 1], large: 1e21 },
    ...changes,
  });
const write = (context: RequestContext, changes: object = {}) =>
  host.db.database.tenant(context.tenant, (tx) => record(tx, context, changes));
const writeSeries = (context: RequestContext, count: number) =>
  host.db.database.tenant(context.tenant, async (tx) => {
    for (let index = 0; index < count; index += 1) await record(tx, context, { body: { index } });
  });
const verified = async (context: RequestContext) =>
  (
    await host.data<{ verifyAudit: { valid: boolean; entries: number; firstBad: { seq: number } | null } }>(
      context,
      verify,
    )
  ).verifyAudit;
const entries = async (context: RequestContext, filter: object = {}) =>
  (
    await host.data<{ auditEntries: { nodes: Entry[]; totalCount: number } }>(context, list, {
      filter,
      first: 100,
    })
  ).auditEntries;

test('verification waits for what was committed before it, and finds the chain right', async () => {
  const context = newTenant();
  await Promise.all(Array.from({ length: 20 }, () => write(context)));
  expect(await verified(context)).toMatchObject({ valid: true, entries: 20, unchained: 0, firstBad: null });
  // The verification itself was recorded.
  expect(await verified(context)).toMatchObject({ valid: true, entries: 21 });
  const nodes = (await entries(context)).nodes;
  // That it was asked a second time may be chained by now.
  expect(nodes.map(({ seq }) => seq).slice(-21)).toEqual(
    Array.from({ length: 21 }, (_, index) => 21 - index),
  );
});

test('the appender of the worker chains every tenant, and sixteen at once make no fork', async () => {
  const contexts = [newTenant(), newTenant()];
  await Promise.all(contexts.flatMap((context) => Array.from({ length: 40 }, () => write(context))));
  const schedule = host.parts.schedules?.find(({ name }) => name === 'audit.chain');
  const signal = new AbortController().signal;
  await Promise.all(Array.from({ length: 16 }, () => schedule?.run(signal)));
  for (const { tenant } of contexts) {
    const rows = await host.db.database.tenant(tenant, (tx) =>
      tx.query<{ prev_hash: string }>('select prev_hash from audit.entries order by seq'),
    );
    expect(rows).toHaveLength(40);
    expect(new Set(rows.map((row) => row.prev_hash)).size).toBe(40);
  }
  expect(await verified(contexts[0]!)).toMatchObject({ valid: true, entries: 40 });
});

describe('whatever a superuser does to the entries, the first bad one is named', () => {
  const acts: Record<string, { sql: string; seq: number }> = {
    'edit a body': {
      sql: `update audit.entries set body = '{"number":0.2}' where tenant_id = $1 and seq = 3`,
      seq: 3,
    },
    'drop a body': {
      sql: `update audit.entries set body = null, subjects = null where tenant_id = $1 and seq = 3`,
      seq: 3,
    },
    'edit the time': {
      sql: `update audit.entries set at = at + interval '1 second' where tenant_id = $1 and seq = 4`,
      seq: 4,
    },
    'edit the time by a microsecond': {
      sql: `update audit.entries set at = at + interval '1 microsecond' where tenant_id = $1 and seq = 4`,
      seq: 4,
    },
    'edit the actor': {
      sql: `update audit.entries set actor = 'user:else' where tenant_id = $1 and seq = 1`,
      seq: 1,
    },
    'delete the first': { sql: 'delete from audit.entries where tenant_id = $1 and seq = 1', seq: 1 },
    'delete one in the middle': { sql: 'delete from audit.entries where tenant_id = $1 and seq = 5', seq: 5 },
    'delete the last': { sql: 'delete from audit.entries where tenant_id = $1 and seq = 8', seq: 8 },
    'delete all': { sql: 'delete from audit.entries where tenant_id = $1', seq: 1 },
    'insert at the end': {
      sql: `insert into audit.entries (tenant_id, seq, id, at, actor, request_id, kind, action, subjects, body, content_hash,
        body_hash, prev_hash, hash) select tenant_id, 9, gen_random_uuid(), at, actor, request_id, kind, action, subjects, body,
        content_hash, body_hash, hash, hash from audit.entries where tenant_id = $1 and seq = 8`,
      seq: 9,
    },
    'insert before the first': {
      sql: `insert into audit.entries (tenant_id, seq, id, at, actor, request_id, kind, action, subjects, body, content_hash,
        body_hash, prev_hash, hash) select tenant_id, 0, gen_random_uuid(), at, actor, request_id, kind, action, subjects, body,
        content_hash, body_hash, prev_hash, hash from audit.entries where tenant_id = $1 and seq = 1`,
      seq: 0,
    },
    'swap two': {
      sql: 'update audit.entries set seq = case seq when 2 then 6 else 2 end where tenant_id = $1 and seq in (2, 6)',
      seq: 2,
    },
    'swap two bodies': {
      sql: `update audit.entries e set id = o.id, body_hash = o.body_hash from audit.entries o
        where e.tenant_id = $1 and o.tenant_id = $1 and e.seq in (4, 7) and o.seq = 11 - e.seq`,
      seq: 4,
    },
    'duplicate one': {
      sql: `insert into audit.entries (tenant_id, seq, id, at, actor, request_id, kind, action, subjects, body, content_hash,
        body_hash, prev_hash, hash) select tenant_id, seq, id, at, actor, request_id, kind, action, subjects, body, content_hash,
        body_hash, prev_hash, hash from audit.entries where tenant_id = $1 and seq = 5`,
      seq: 6,
    },
    'move to another tenant': {
      sql: `update audit.entries set tenant_id = gen_random_uuid() where tenant_id = $1 and seq = 6`,
      seq: 6,
    },
    'edit a hash': {
      sql: `update audit.entries set hash = reverse(hash) where tenant_id = $1 and seq = 8`,
      seq: 8,
    },
    'set the head back': { sql: `update audit.heads set seq = 7 where tenant_id = $1`, seq: 7 },
  };
  test.each(Object.entries(acts))('%s', async (_name, { sql, seq }) => {
    const context = newTenant();
    await writeSeries(context, 8);
    const schedule = host.parts.schedules?.find(({ name }) => name === 'audit.chain');
    await schedule?.run(new AbortController().signal);
    await asSuperuser(async (client) => {
      await client.query(sql, [context.tenant]);
    });
    expect(await verified(context)).toMatchObject({ valid: false, firstBad: { seq } });
  });
});

test('an export is the chain to the byte: whoever has it verifies it without us', async () => {
  const context = newTenant();
  await writeSeries(context, 5);
  await verified(context);
  const source =
    'query ($after: Cursor) { exportAudit(limit: 2, after: $after) { lines count endCursor hasNextPage } }';
  const lines: Record<string, unknown>[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { exportAudit }: Exported = await host.data<Exported>(context, source, { after });
    lines.push(
      ...exportAudit.lines
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    );
    after = exportAudit.endCursor;
    more = exportAudit.hasNextPage;
  }
  expect(lines).toHaveLength(5);
  // Keys in the order of RFC 8785; all values here are strings, small integers and null.
  const sha256 = (...parts: (string | Buffer)[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
  let previous = '0'.repeat(64);
  for (const line of lines) {
    const {
      action,
      actor,
      at,
      body,
      contentHash,
      id,
      kind,
      requestId,
      seq,
      subjects,
      tenant,
      bodyHash,
      hash,
    } = line;
    expect(
      sha256(JSON.stringify({ action, actor, at, body, contentHash, id, kind, requestId, subjects, tenant })),
    ).toBe(bodyHash);
    expect(line.prevHash).toBe(previous);
    expect(sha256(Buffer.from(previous, 'hex'), JSON.stringify({ bodyHash, id, seq, tenant }))).toBe(hash);
    previous = String(hash);
  }
  const exports = await entries(context, { kind: 'export' });
  await verified(context);
  expect((await entries(context, { kind: 'export' })).totalCount).toBeGreaterThan(exports.totalCount);
});

test('facts and text of a document are for who may read it; the entry itself is for auditors', async () => {
  const auditor = newTenant();
  const insider = callerOf(auditor.tenant, { actor: 'user:in', roles: ['auditor'], groups: [finance] });
  const member = callerOf(auditor.tenant, { actor: 'user:in', roles: ['member'], groups: [finance] });
  const outsider = callerOf(auditor.tenant, { actor: 'user:out', roles: ['member'] });
  const foreign = newTenant();
  const documentId = newId();
  await host.db.database.tenant(auditor.tenant, (tx) =>
    host.platform.access.set(tx, { type: 'Document', id: documentId }, [`group:${finance}`]),
  );
  const id = await write(auditor, {
    kind: 'decision',
    action: 'capability.extraction',
    subjects: [{ type: 'Document', id: documentId }],
    body: { engine: 'BUILT_IN' },
    content: { output: 'canary' },
  });
  const decision = 'query ($id: ID!) { decision(id: $id) { id capability record entry { seq content } } }';
  // Before it is chained it is committed, and can be read.
  expect(await host.data(member, decision, { id })).toMatchObject({
    decision: {
      capability: 'extraction',
      record: { engine: 'BUILT_IN' },
      entry: { seq: null, content: { output: 'canary' } },
    },
  });
  for (const caller of [outsider, auditor, foreign]) {
    expect(await host.data(caller, decision, { id })).toEqual({ decision: null });
  }
  await verified(auditor);
  expect((await entries(insider, { subjectId: documentId })).nodes).toMatchObject([
    { id, body: { engine: 'BUILT_IN' }, content: { output: 'canary' } },
  ]);
  expect((await entries(auditor, { subjectId: documentId })).nodes).toMatchObject([
    { id, body: null, content: null },
  ]);
  expect(
    await host.data(auditor, 'query ($id: ID!) { auditEntry(id: $id) { body content hash } }', { id }),
  ).toMatchObject({
    auditEntry: { body: null, content: null, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(await host.data(foreign, 'query ($id: ID!) { auditEntry(id: $id) { id } }', { id })).toEqual({
    auditEntry: null,
  });
  expect((await entries(foreign)).nodes.map((entry) => entry.id)).not.toContain(id);
  const exported = await host.data<{ exportAudit: { lines: string } }>(auditor, '{ exportAudit { lines } }');
  expect(exported.exportAudit.lines).not.toContain('BUILT_IN');
  const of = [
    { __typename: 'Decision', id },
    { __typename: 'Decision', id: newId() },
  ];
  const references =
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Decision { capability } } }';
  expect(await host.data(member, references, { of })).toEqual({
    _entities: [{ capability: 'extraction' }, null],
  });
  for (const source of [list, verify, '{ exportAudit { count } }']) {
    expect((await host.call(member, source)).errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN' });
  }
});

test('erasing a document or a tenant takes the text and leaves a chain that verifies', async () => {
  const context = newTenant();
  const documentId = newId();
  const { outboxEraser } = await import('#platform/outbox');
  await host.db.database.tenant(context.tenant, (tx) =>
    host.platform.access.set(tx, { type: 'Document', id: documentId }, ['tenant']),
  );
  const id = await write(context, {
    subjects: [{ type: 'Document', id: documentId }],
    body: { canary: 1 },
    content: { name: 'canary' },
  });
  await host.db.database.tenant(context.tenant, (tx) => outboxEraser.document!(tx, documentId));
  expect(
    await host.data(context, 'query ($id: ID!) { auditEntry(id: $id) { content contentHash } }', { id }),
  ).toMatchObject({
    auditEntry: { content: null, contentHash: expect.any(String) },
  });
  expect(await verified(context)).toMatchObject({ valid: true });
  for (const eraser of [outboxEraser, ...(host.parts.erasers ?? [])]) {
    await host.db.database.tenant(context.tenant, (tx) => eraser.tenant!(tx));
  }
  const kept = await host.db.database.tenant(context.tenant, (tx) =>
    tx.query(
      'select row_to_json(e)::text || row_to_json(i)::text as text from audit.entries e join platform.audit_intake i using (id)',
    ),
  );
  expect(kept.length).toBeGreaterThan(0);
  expect(JSON.stringify(kept)).not.toContain('canary');
  expect(await verified(context)).toMatchObject({ valid: true });
});

test('text that no database can hold is refused', async () => {
  for (const action of ['\0', '\ud800']) {
    expect(
      (await host.call(newTenant(), list, { filter: { action } })).errors?.[0]?.originalError,
    ).toMatchObject({ code: 'BAD_USER_INPUT' });
  }
});

test('lists go on where they ended', async () => {
  const context = newTenant();
  await writeSeries(context, 5);
  await verified(context);
  const seen: unknown[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const filter = { action: 'test.write' };
    const {
      auditEntries,
    }: {
      auditEntries: {
        totalCount: number;
        nodes: Entry[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    } = await host.data(context, list, { filter, first: 2, after });
    expect(auditEntries.totalCount).toBe(5);
    seen.push(...auditEntries.nodes.map((entry) => entry.body?.index));
    after = auditEntries.pageInfo.endCursor;
    more = auditEntries.pageInfo.hasNextPage;
  }
  expect(seen).toEqual([4, 3, 2, 1, 0]);
});

async function asSuperuser(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: host.db.server.adminUrl ?? '' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
