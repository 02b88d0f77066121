import { randomUUID } from 'node:crypto';
import { type RequestContext, rightsOfAccessList } from 'tributary/sdk';
import type { RunOutcome } from '#platform';
import { callerOf } from '../../testkit/subgraph-host.js';
import { openRunHost, type RunHost } from './fixtures/run-host.js';

const tenant = randomUUID();
const anna = callerOf(tenant, { actor: 'user:anna', roles: ['member'], groups: ['a'] });
const ingest: RequestContext = { ...anna, actor: 'system:ingest', rights: rightsOfAccessList(['group:a']) };
const signal = new AbortController().signal;
let host: RunHost;

beforeAll(async () => {
  host = await openRunHost();
});
afterAll(() => host.close());

const rows = (sql: string, values: unknown[] = []) =>
  host.db.database.tenant(tenant, (tx) => tx.query<Record<string, unknown>>(sql, values));

it('fills a step: the sink, the run, its events, the decision and the event commit together', async () => {
  const input = await host.document(tenant, 'INVOICE 17 of Acme', ['group:a']);
  const capability = host.runner.stepCapability('classify', tenant) ?? '';
  const sunk: RunOutcome[] = [];
  const sink = async (_tx: unknown, outcome: RunOutcome) => void sunk.push(outcome);
  const outcome = await host.runner.execute({ capability, input, context: ingest, signal, sink });
  expect(sunk).toEqual([outcome]);
  expect(outcome.result).toMatchObject({
    type: 'Answer',
    output: { kind: 'invoice' },
    result: {
      grounded: true,
      evidence: [{ documentId: input.documentId, quote: 'INVOICE', start: 0, end: 7 }],
    },
  });
  const [audit] = await rows('select kind, action, subjects, body from platform.audit_intake where id = $1', [
    outcome.decisionId,
  ]);
  expect(audit).toMatchObject({
    kind: 'decision',
    action: 'capability.trial.classify',
    subjects: [{ type: 'Run' }, { type: 'Document', id: input.documentId }],
    body: {
      engine: 'BUILT_IN',
      plugin: 'trial',
      pluginVersion: '1.2.3',
      outcome: 'Answer',
      who: { actor: 'system:ingest' },
      documentIds: [input.documentId],
      screening: { outcome: 'ALLOWED', findings: [] },
      traceId: '00000000000000000000000000000001',
    },
  });
  expect(JSON.stringify(audit)).not.toContain('INVOICE');
  const [event] = await rows(`select payload from platform.outbox where name = 'run.finished'`);
  expect(event?.payload).toMatchObject({ runId: outcome.runId, outcome: 'Answer' });
  // Made with the rights of all readers of the document, so each of them may follow it, and nobody else.
  const events = await host.events(anna, outcome.runId);
  expect(events.map(({ type }) => type)).toEqual(['RunStarted', 'RunFinished']);
  await expect(host.events(callerOf(tenant, { groups: ['b'] }), outcome.runId)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('keeps nothing when the sink fails but a failed run', async () => {
  const input = await host.document(tenant, 'INVOICE 18', ['group:a']);
  const sink = async () => Promise.reject(new TypeError('the owner refuses'));
  const failing = host.runner.execute({ capability: 'trial.classify', input, context: ingest, signal, sink });
  await expect(failing).rejects.toMatchObject({ code: 'RUN_FAILED' });
  const runs = await rows(
    'select state, error from capabilities.runs where document_ids @> array[$1::uuid]',
    [input.documentId],
  );
  expect(runs).toMatchObject([{ state: 'FAILED', error: { code: 'RUN_FAILED' } }]);
});

it('tells its phases in order, and rules have spoken before the record', async () => {
  const input = await host.document(tenant, 'INVOICE 19', ['group:a']);
  host.ruleSets.push({
    id: 'set',
    name: 'kinds',
    version: 1,
    capability: 'trial.classify',
    rules: [
      {
        id: 'sure',
        version: 3,
        appliesTo: [],
        conditions: { all: [{ fact: 'confidence', operator: 'greaterThan', value: 0.95 }] },
        onFail: 'REVIEW',
        reason: 'The kind is uncertain.',
      },
    ],
  });
  const phases: string[] = [];
  const outcome = await host.runner.execute({
    capability: 'trial.classify',
    input,
    context: ingest,
    signal,
    onPhase: async (phase) => void phases.push(phase),
    sink: async () => void phases.push('sink'),
  });
  host.ruleSets.length = 0;
  expect(phases).toEqual(['engine', 'validate', 'record', 'sink']);
  const verdict = { rule: 'sure', version: 3, result: 'REVIEW', reason: 'The kind is uncertain.' };
  expect(outcome.verdicts).toEqual([[verdict]]);
  expect(outcome.result).toMatchObject({
    type: 'NeedsReview',
    reason: verdict.reason,
    output: { kind: 'invoice' },
  });
});

it('reads with the rights of its run, and of no other', async () => {
  const input = await host.document(tenant, 'INVOICE 20', ['group:b']);
  const reading = host.runner.execute({
    capability: 'trial.classify',
    input,
    context: ingest,
    signal,
    sink: async () => undefined,
  });
  await expect(reading).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('takes a stored result of an equal run that was run by another capability', async () => {
  const run = () =>
    host.runner.execute({ capability: 'trial.nest', input: { text: 'a b' }, context: anna, signal });
  const first = await run();
  expect(first.result).toMatchObject({ output: { inner: { type: 'Answer', text: 'a b' } } });
  expect((await run()).runId).toBe(first.runId);
});
