import {
  type AnalyticsProgramInput,
  type EventName,
  type EventPayload,
  type ExtractedField,
  mayRead,
  type RequestContext,
  rightsOfGroups,
} from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { DocumentsPort, Platform } from '#platform';
import { relayEvents } from '../../platform/jobs/relay.js';
import { callerOf, openSubgraph, type SubgraphHost } from '../../testkit/subgraph-host.js';
import analytics from './index.js';
import { FactProjection } from './projection.service.js';

interface Bill {
  readonly id: string;
  readonly access: readonly string[];
  readonly fields: Record<string, string>;
}

/** Stands in for the subgraph `documents`: it gives what the caller's rights let it. */
const bills = new Map<string, Bill>();
const readable = ({ rights }: RequestContext, id: string) => {
  const bill = bills.get(id);
  return bill && mayRead(rights, bill.access) ? bill : null;
};
const documents = {
  fields: async (context: RequestContext, ids: readonly string[]): Promise<ExtractedField[][]> =>
    ids.map((id) =>
      Object.entries(readable(context, id)?.fields ?? {}).map(([name, value]) => ({
        name,
        value,
        confidence: 0.9,
        page: 1,
        start: null,
        end: null,
        quote: null,
      })),
    ),
  summaries: async (context: RequestContext, ids: readonly string[]) =>
    ids.map((id) => readable(context, id) && { id, kind: 'invoice' }),
} as unknown as DocumentsPort;

let host: SubgraphHost;
const group = newId();
const analyst = callerOf(newId(), { actor: 'user:analyst', roles: ['auditor'] });
const insider: RequestContext = { ...analyst, actor: 'user:insider', rights: rightsOfGroups([group]) };

beforeAll(async () => {
  host = await openSubgraph(analytics, { ports: { documents } as Platform['ports'] });
});
afterAll(() => host.close());

const emit = <Name extends EventName>(name: Name, payload: EventPayload<Name>) =>
  host.db.database.tenant(analyst.tenant, (tx) => host.platform.outbox.event(tx, analyst, name, payload));
async function settle(): Promise<void> {
  await host.db.system.across((tx) => relayEvents(tx, new Map()));
  await host.parts.schedules?.[0]?.run(new AbortController().signal);
}
async function bill(fields: Record<string, string>, access: readonly string[] = ['tenant']): Promise<string> {
  const [documentId, versionId] = [newId(), newId()];
  bills.set(documentId, { id: documentId, access, fields: { currency: 'EUR', ...fields } });
  await host.db.database.tenant(analyst.tenant, (tx) =>
    host.platform.access.set(tx, { type: 'Document', id: documentId }, [...access]),
  );
  await emit('document.uploaded', { documentId, versionId });
  await emit('document.extracted', {
    documentId,
    versionId,
    kind: 'invoice',
    fields: 5,
    meanConfidence: 0.9,
  });
  return documentId;
}
const query = async (program: AnalyticsProgramInput, context = analyst) => {
  const answer = await host.parts.provides?.analytics?.query(context, program);
  if (!answer) throw new RangeError('analytics answers');
  return answer;
};
const short = ({ rows }: Awaited<ReturnType<typeof query>>) =>
  rows.map(({ group: by, currency, value, count }) => [...by, currency, value, count]);
const spend = { source: 'documents', measure: { of: 'sum', field: 'amount' } } as const;
const year = { from: '2026-01-01', to: '2027-01-01' };

test('amounts by seller, however it is written, and never over currencies', async () => {
  await bill({ seller_name: 'Hollow Oak Ltd', grand_total: '100.10', issue_date: '2026-01-10' });
  await bill({
    seller_name: 'HOLLOW OAK LTD.',
    grand_total: '200.20',
    issue_date: '2026-02-10',
    due_date: '2026-03-12',
  });
  await bill({ seller_name: 'Other GmbH', grand_total: '50', issue_date: '2026-02-11' });
  await bill({ seller_name: 'Hollow Oak Ltd', grand_total: '7', currency: 'GBP', issue_date: '2026-02-12' });
  await bill({ seller_name: 'Secret SA', grand_total: '9000', issue_date: '2026-02-13' }, [`group:${group}`]);
  await settle();
  const bySeller = { ...spend, groupBy: ['seller'], period: year };
  expect(short(await query(bySeller))).toEqual([
    ['HOLLOW OAK LTD.', 'EUR', '300.3', 2],
    ['Other GmbH', 'EUR', '50', 1],
    ['Hollow Oak Ltd', 'GBP', '7', 1],
  ]);
  expect(
    short(await query({ ...bySeller, filters: [{ field: 'seller', is: 'EQUALS', values: ['hollow oak'] }] })),
  ).toEqual([
    ['HOLLOW OAK LTD.', 'EUR', '300.3', 2],
    ['Hollow Oak Ltd', 'GBP', '7', 1],
  ]);
  expect(
    short(
      await query({
        ...spend,
        period: year,
        interval: 'MONTH',
        filters: [{ field: 'currency', is: 'EQUALS', values: ['eur'] }],
      }),
    ),
  ).toEqual([
    ['EUR', '100.1', 1],
    ['EUR', '250.2', 2],
  ]);
  expect(
    short(
      await query({
        source: 'documents',
        measure: { of: 'mean', field: 'termDays' },
        period: { from: '2026-01-01' },
      }),
    ),
  ).toEqual([[null, '30', 1]]);
});

test('figures are of documents that the caller may read, or that everybody may', async () => {
  const secret = {
    ...spend,
    period: year,
    filters: [{ field: 'amount', is: 'ABOVE' as const, values: ['1000'] }],
  };
  expect(short(await query(secret))).toEqual([]);
  expect(short(await query(secret, insider))).toEqual([['EUR', '9000', 1]]);
  expect((await query(secret, insider)).documentIds).toHaveLength(1);
  expect(short(await query({ ...secret, scope: 'EVERYBODY' }, insider))).toEqual([]);
  const member = callerOf(analyst.tenant, { roles: ['member'] });
  await expect(query(spend, member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const stranger = callerOf(newId(), { roles: ['admin'] });
  expect(short(await query({ ...spend, period: year }, stranger))).toEqual([]);
});

test('a program says all that it left open, and says the same again', async () => {
  const answer = await query({ ...spend, interval: 'MONTH' });
  expect(answer.program).toMatchObject({ time: 'issueDate', order: 'TIME', limit: 1000, scope: 'READABLE' });
  expect(await query(answer.program)).toEqual(answer);
  expect((await query({ ...spend, period: year, groupBy: ['seller'], limit: 1 })).truncated).toBe(true);
});

test('a correction is read again, a document that is gone leaves nothing, and all can be made anew', async () => {
  const id = await bill({ seller_name: 'Mill', grand_total: '1', issue_date: '2026-05-05' });
  await settle();
  const mill = {
    ...spend,
    period: year,
    filters: [{ field: 'seller', is: 'EQUALS' as const, values: ['mill'] }],
  };
  expect(short(await query(mill))).toEqual([['EUR', '1', 1]]);
  bills.set(id, { ...(bills.get(id) as Bill), fields: { ...bills.get(id)?.fields, grand_total: '2' } });
  await emit('document.corrected', { documentId: id, field: 'grand_total', by: 'user:1' });
  await settle();
  expect(short(await query(mill))).toEqual([['EUR', '2', 1]]);
  const corrected = {
    source: 'documents',
    measure: { of: 'share', field: 'corrected' },
    groupBy: ['corrected'],
  } as const;
  expect(short(await query({ ...corrected, groupBy: [...corrected.groupBy] }))).toEqual([
    ['true', null, '1', 1],
    ['false', null, '0', 4],
  ]);
  const all = await query({ ...spend, period: year, groupBy: ['seller'] });
  await new FactProjection(host.platform).rebuild();
  await settle();
  expect(await query({ ...spend, period: year, groupBy: ['seller'] })).toEqual(all);
  await host.db.database.tenant(analyst.tenant, async (tx) => {
    for (const eraser of host.parts.erasers ?? []) await eraser.document?.(tx, id);
  });
  expect(short(await query(mill))).toEqual([]);
  const left = await host.db.system.across((tx) =>
    tx.query('select from analytics.business_facts where document_id = $1', [id]),
  );
  expect(left).toEqual([]);
});

test('runs, reviews and recommendations are asked the same way', async () => {
  const finished = {
    runId: newId(),
    capability: 'a.b',
    plugin: 'a',
    engine: 'MODEL',
    model: 'm',
    inputTokens: 3,
    outputTokens: 4,
  };
  await emit('run.finished', { ...finished, outcome: 'Answer', durationMs: 100, costUsd: '0.25' });
  await emit('run.finished', { ...finished, outcome: 'OUTPUT_BLOCKED', durationMs: 300, costUsd: null });
  const [recommendationId, reviewId, documentId] = [newId(), newId(), newId()];
  await emit('recommendation.made', { recommendationId, documentId, kind: 'APPROVE', state: 'OPEN' });
  await emit('review.requested', { reviewId, documentId, reason: 'low' });
  await settle();
  expect(
    short(
      await query({
        source: 'runs',
        measure: { of: 'median', field: 'durationMs' },
        groupBy: ['capability'],
      }),
    ),
  ).toEqual([['a.b', null, '200', 2]]);
  expect(short(await query({ source: 'runs', measure: { of: 'share', field: 'answered' } }))).toEqual([
    [null, '0.5', 2],
  ]);
  expect(short(await query({ source: 'runs', measure: { of: 'sum', field: 'costUsd' } }))).toEqual([
    [null, '0.25', 1],
  ]);
  expect(
    short(await query({ source: 'recommendations', measure: { of: 'count' }, groupBy: ['kind', 'decided'] })),
  ).toEqual([['APPROVE', 'false', null, '1', 1]]);
  expect(
    short(
      await query({
        source: 'reviews',
        measure: { of: 'count' },
        filters: [{ field: 'open', is: 'EQUALS', values: ['true'] }],
      }),
    ),
  ).toEqual([[null, '1', 1]]);
});

test('what is not listed is refused, and a value is never more than a value', async () => {
  const hostile = `'; drop table analytics.run_facts;--`;
  const refused = [
    { ...spend, sql: hostile },
    { ...spend, measure: { of: 'sum', field: hostile } },
    { ...spend, measure: { of: hostile } },
    { ...spend, measure: { of: 'sum', field: 'seller' } },
    { ...spend, measure: { of: 'sum', field: 'constructor' } },
    { ...spend, groupBy: ['amount'] },
    { ...spend, groupBy: ['toString'] },
    { ...spend, groupBy: ['seller', 'buyer', 'kind'] },
    { ...spend, time: hostile },
    { ...spend, order: hostile },
    { ...spend, limit: 100_000 },
    { ...spend, filters: [{ field: 'seller', is: 'LIKE', values: ['%'] }] },
    { ...spend, filters: [{ field: 'seller', is: 'ABOVE', values: ['a'] }] },
    { ...spend, filters: [{ field: 'amount', is: 'ABOVE', values: [hostile] }] },
    { ...spend, filters: [{ field: 'seller', is: 'EQUALS', values: ['a\u0000b'] }] },
    { ...spend, filters: [{ field: 'seller', is: 'EQUALS', values: ['a'], or: '1=1' }] },
    { ...spend, period: { from: hostile } },
    { ...spend, interval: 'DAY', period: { from: '2000-01-01' } },
    { ...spend, period: { from: '2026-02-01', to: '2026-01-01' } },
    { source: 'tenants', measure: { of: 'count' } },
  ];
  for (const program of refused) {
    const asked = query(program as unknown as AnalyticsProgramInput);
    await expect(asked).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  }
  for (const field of ['seller', 'kind'] as const) {
    expect(short(await query({ ...spend, filters: [{ field, is: 'EQUALS', values: [hostile] }] }))).toEqual(
      [],
    );
  }
  expect((await query({ source: 'runs', measure: { of: 'count' } })).rows[0]?.count).toBe(2);
});
