import type { EventName, EventPayload, RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { DocumentsPort, Platform } from '#platform';
import { relayEvents } from '../../platform/jobs/relay.js';
import { callerOf, openSubgraph, type SubgraphHost } from '../../testkit/subgraph-host.js';
import analytics from './index.js';
import { FactProjection } from './projection.service.js';

let host: SubgraphHost;
const analyst = () => callerOf(newId(), { actor: 'user:analyst', roles: ['auditor'] });

beforeAll(async () => {
  // No document says anything here.
  const documents = { fields: async () => [], summaries: async () => [] } as unknown as DocumentsPort;
  host = await openSubgraph(analytics, { ports: { documents } as Platform['ports'] });
});
afterAll(() => host.close());

const emit = <Name extends EventName>(context: RequestContext, name: Name, payload: EventPayload<Name>) =>
  host.db.database.tenant(context.tenant, (tx) => host.platform.outbox.event(tx, context, name, payload));
const settle = async () => {
  await host.db.system.across((tx) => relayEvents(tx, new Map()));
  await host.parts.schedules?.[0]?.run(new AbortController().signal);
};
const run = (changes: Partial<EventPayload<'run.finished'>> = {}): EventPayload<'run.finished'> => ({
  runId: newId(),
  capability: 'summarize',
  plugin: 'summarization',
  engine: 'BUILT_IN',
  model: null,
  outcome: 'Answer',
  durationMs: 10,
  inputTokens: 1,
  outputTokens: 2,
  costUsd: null,
  ...changes,
});

const usage = `query ($groupBy: RunGrouping, $interval: Interval, $conditions: RunConditions, $from: DateTime) {
  usage(groupBy: $groupBy, interval: $interval, conditions: $conditions, from: $from) { group runs answered inputTokens outputTokens costUsd }
  latency(groupBy: $groupBy, interval: $interval, conditions: $conditions, from: $from) { group runs p50Ms p95Ms p99Ms } }`;

test('usage and latency by capability, engine and model', async () => {
  const context = analyst();
  for (let ms = 1; ms <= 100; ms += 1) await emit(context, 'run.finished', run({ durationMs: ms }));
  await emit(
    context,
    'run.finished',
    run({ capability: 'answer', engine: 'MODEL', model: 'm1', costUsd: '0.000000100', outcome: 'Refused' }),
  );
  await emit(
    context,
    'run.finished',
    run({ capability: 'answer', engine: 'MODEL', model: 'm2', costUsd: '0.25' }),
  );
  await settle();
  await settle();
  expect(await host.data(context, usage)).toEqual({
    usage: [
      { group: 'summarize', runs: 100, answered: 100, inputTokens: 100, outputTokens: 200, costUsd: null },
      { group: 'answer', runs: 2, answered: 1, inputTokens: 2, outputTokens: 4, costUsd: '0.2500001' },
    ],
    latency: [
      {
        group: 'summarize',
        runs: 100,
        p50Ms: 50.5,
        p95Ms: expect.closeTo(95.05),
        p99Ms: expect.closeTo(99.01),
      },
      { group: 'answer', runs: 2, p50Ms: 10, p95Ms: 10, p99Ms: 10 },
    ],
  });
  const byModel = await host.data<{ usage: unknown[] }>(context, usage, {
    groupBy: 'MODEL',
    interval: 'HOUR',
    conditions: { engine: 'MODEL' },
  });
  expect(byModel.usage).toMatchObject([
    { group: 'm1', runs: 1 },
    { group: 'm2', runs: 1 },
  ]);
  const tooLong = await host.call(context, usage, { interval: 'HOUR', from: '2020-01-01T00:00:00Z' });
  expect(tooLong.errors?.[0]?.originalError).toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('documents, recommendations and reviews, whatever the order of their events; what is deleted leaves nothing', async () => {
  const context = analyst();
  const documents = [newId(), newId(), newId()];
  for (const [index, documentId] of documents.entries()) {
    const versionId = newId();
    await emit(context, 'document.processed', {
      documentId,
      versionId,
      status: index === 0 ? 'FAILED' : 'READY',
      code: index === 0 ? 'NEEDS_OCR' : null,
      kind: 'invoice',
      durationMs: 100 * (index + 1),
    });
    await emit(context, 'document.uploaded', { documentId, versionId });
    if (index === 1) await settle();
    await emit(context, 'document.classified', { documentId, versionId, kind: 'invoice', confidence: 0.9 });
    await emit(context, 'document.extracted', {
      documentId,
      versionId,
      kind: 'invoice',
      fields: 10,
      meanConfidence: 0.8,
    });
  }
  const documentId = documents[1]!;
  await emit(context, 'document.corrected', { documentId, field: 'iban', by: 'user:1' });
  const recommendationId = newId();
  await emit(context, 'recommendation.decided', {
    recommendationId,
    documentId,
    kind: 'APPROVE',
    decision: 'ACCEPTED',
    by: 'user:1',
  });
  await emit(context, 'recommendation.made', {
    recommendationId,
    documentId,
    kind: 'APPROVE',
    state: 'OPEN',
  });
  await emit(context, 'recommendation.feedback', { recommendationId, value: 'DOWN', by: 'user:1' });
  await emit(context, 'recommendation.feedback', { recommendationId, value: 'UP', by: 'user:1' });
  await emit(context, 'recommendation.made', {
    recommendationId: newId(),
    documentId,
    kind: 'REVIEW',
    state: 'OPEN',
  });
  const reviewId = newId();
  await emit(context, 'review.requested', { reviewId, documentId, reason: 'low confidence' });
  const subject = { type: 'Document', id: documentId };
  await emit(context, 'review.resolved', {
    reviewId,
    documentId,
    subject,
    fingerprint: reviewId,
    outcome: 'APPROVED',
    by: 'user:1',
  });
  await emit(context, 'document.deleted', { documentId: documents[2]! });
  await settle();

  const statistics = `{ documentStatistics { uploaded byStatus { name count } byKind { name count } byCode { name count } meanConfidence p50DurationMs corrections correctedFields { name count } }
    recommendationStatistics { made accepted rejected acceptanceRate byKind { kind made accepted up down } }
    reviewStatistics { requested open byOutcome { name count } p50ResolutionMs } }`;
  const expected = {
    documentStatistics: {
      uploaded: 2,
      byStatus: [
        { name: 'FAILED', count: 1 },
        { name: 'READY', count: 1 },
      ],
      byKind: [{ name: 'invoice', count: 2 }],
      byCode: [{ name: 'NEEDS_OCR', count: 1 }],
      meanConfidence: expect.closeTo(0.8),
      p50DurationMs: 150,
      corrections: 1,
      correctedFields: [{ name: 'iban', count: 1 }],
    },
    recommendationStatistics: {
      made: 2,
      accepted: 1,
      rejected: 0,
      acceptanceRate: 1,
      byKind: [
        { kind: 'APPROVE', made: 1, accepted: 1, up: 1, down: 0 },
        { kind: 'REVIEW', made: 1, accepted: 0, up: 0, down: 0 },
      ],
    },
    reviewStatistics: {
      requested: 1,
      open: 0,
      byOutcome: [{ name: 'APPROVED', count: 1 }],
      p50ResolutionMs: expect.any(Number),
    },
  };
  expect(await host.data(context, statistics)).toEqual(expected);
  await new FactProjection(host.platform).rebuild();
  expect(await host.data(context, statistics)).toEqual(expected);

  await host.db.database.tenant(context.tenant, async (tx) => {
    for (const eraser of host.parts.erasers ?? []) await eraser.document?.(tx, documentId);
  });
  expect(await host.data(context, statistics)).toMatchObject({
    documentStatistics: { uploaded: 1 },
    recommendationStatistics: { made: 0 },
    reviewStatistics: { requested: 0 },
  });
});

test('statistics are of one tenant, and for those who may', async () => {
  const [one, other] = [analyst(), analyst()];
  await emit(one, 'run.finished', run());
  await settle();
  expect(await host.data(other, usage)).toEqual({ usage: [], latency: [] });
  const member = callerOf(one.tenant, { roles: ['member'] });
  for (const source of [
    usage,
    '{ documentStatistics { uploaded } }',
    '{ recommendationStatistics { made } }',
    '{ reviewStatistics { open } }',
  ]) {
    expect((await host.call(member, source)).errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN' });
  }
  const rows = await host.db.database.tenant(other.tenant, (tx) =>
    tx.query('select from analytics.run_facts'),
  );
  expect(rows).toEqual([]);
});

test('plugins get the same figures by the port, as plain data', async () => {
  const context = analyst();
  await emit(context, 'run.finished', run({ costUsd: '0.5' }));
  await emit(context, 'run.finished', run({ capability: 'answer' }));
  await settle();
  const analytics = host.parts.provides?.analytics;
  const usage = await analytics?.usage(context, { capability: 'summarize', interval: 'MONTH' });
  expect(usage).toEqual([
    {
      at: expect.stringMatching(/T00:00:00.000Z$/),
      group: 'summarize',
      runs: 1,
      answered: 1,
      inputTokens: 1,
      outputTokens: 2,
      costUsd: '0.5',
    },
  ]);
  expect(await analytics?.usage(context)).toHaveLength(2);
  expect(await analytics?.documents(context)).toMatchObject({ uploaded: 0, byStatus: [] });
  expect(await analytics?.recommendations(context)).toEqual({
    made: 0,
    accepted: 0,
    rejected: 0,
    byKind: [],
  });
  const wrong = { from: 'yesterday' };
  await expect(analytics?.documents(context, wrong)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  const member = callerOf(context.tenant, { roles: ['member'] });
  await expect(analytics?.usage(member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
