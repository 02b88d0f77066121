import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signWebhook, z } from 'tributary/sdk';
import { createTestHost, type TestHost } from 'tributary/testkit';
import { repositoryRoot } from '#platform/config';
import { definitionSchema } from './definition/definition.js';
import { called, statesOf, workflowsOf } from './test-workflows.fixture.js';

/* What begins workflows beside events and calls, what bounds them, what is left of their runs; and the page about them. */

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let host: TestHost;
let flows: ReturnType<typeof workflowsOf>;
beforeAll(async () => {
  host = await createTestHost(import.meta.url);
  flows = workflowsOf(host);
});
afterAll(() => host?.close());

const check = {
  name: 'check',
  type: 'capability',
  capability: 'evaluation.check-claims',
  input: { claims: ['The mill is old.'], sources: ['The mill is old.'] },
};
const triggered = (trigger: object, steps: readonly object[] = [check]) => ({
  format: 1,
  title: 'A test',
  trigger,
  steps,
});

test('a schedule begins a run each time, and none once the workflow is disabled', async () => {
  await flows.set('hourly', triggered({ type: 'schedule', every: '1h' }));
  await host.turn();
  expect(await flows.runsOf('hourly')).toEqual([]);
  for (const count of [1, 2]) {
    host.clock.advance(hourMs);
    await host.turn();
    await host.turn();
    expect(await flows.runsOf('hourly')).toHaveLength(count);
  }
  expect((await flows.runsOf('hourly'))[0]).toMatchObject({
    state: 'FINISHED',
    trigger: { type: 'schedule', at: host.clock.now().toISOString() },
  });
  await flows.disable('hourly');
  host.clock.advance(hourMs);
  await host.turn();
  expect(await flows.runsOf('hourly')).toHaveLength(2);
});

test('a webhook begins a run with its body, if it is signed, passes the condition, and is new', async () => {
  const when = { fact: 'trigger', path: '$.body.paid', operator: 'equal', value: true };
  await flows.save('paid', triggered({ type: 'webhook', when }));
  const enabled = await flows.enable('paid');
  const { webhookSecret: secret, workflow } = enabled;
  const post = async (id: string, body: object, key = secret ?? '') => {
    const text = JSON.stringify(body);
    const timestamp = Math.floor(host.clock.now().getTime() / 1_000);
    const response = await fetch(new URL(workflow?.webhookPath ?? '', host.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': await signWebhook({ id, timestamp, body: text }, [key]),
      },
      body: text,
    });
    await host.settled();
    return response.status;
  };
  expect(await post('msg_1', { paid: true, amount: 12 })).toBe(200);
  expect(await post('msg_1', { paid: true, amount: 12 })).toBe(200);
  expect(await post('msg_2', { paid: false })).toBe(200);
  expect(await post('msg_3', { paid: true }, `whsec_${Buffer.alloc(32).toString('base64')}`)).toBe(401);
  expect(await flows.runsOf('paid')).toMatchObject([
    { state: 'FINISHED', trigger: { type: 'webhook', body: { paid: true, amount: 12 } } },
  ]);
  // Its secret is shown once: whoever enables it again goes on with the one that he has.
  expect(await flows.enable('paid')).toMatchObject({ webhookSecret: null });
  expect(await post('msg_4', { paid: true })).toBe(200);
  // It is replaced without a gap: both are accepted for a while.
  const rotated = await flows.rotate('paid');
  expect(rotated.previousSecretExpiresAt).toBe(new Date(host.clock.now().getTime() + hourMs).toISOString());
  expect(await post('msg_5', { paid: true })).toBe(200);
  expect(await post('msg_6', { paid: true }, rotated.webhookSecret ?? '')).toBe(200);
  host.clock.advance(hourMs + 1_000);
  expect(await post('msg_7', { paid: true })).toBe(401);
  expect(await post('msg_8', { paid: true }, rotated.webhookSecret ?? '')).toBe(200);
  expect(await flows.runsOf('paid')).toHaveLength(5);
  expect(await flows.rotate('hourly')).toMatchObject({ __typename: 'Conflict' });
});

test('what a workflow would have done with past events is listed, and nothing is done', async () => {
  const { id } = await host.addDocument('The mill in the valley is for sale.', { name: 'mill.txt' });
  await host.addDocument('The barn is empty since the harvest.', { name: 'barn.txt' });
  const definition = triggered(
    {
      type: 'event',
      event: 'document.processed',
      when: { fact: 'document', path: '$.name', operator: 'equal', value: 'mill.txt' },
    },
    [
      { name: 'ask', type: 'approval', reason: 'Buy {{$.document.name}}?' },
      {
        name: 'tell',
        type: 'notify',
        to: ['tenant'],
        title: 'Bought',
        body: '{{$.steps.ask.output.outcome}}',
      },
      { name: 'note', type: 'wait', event: 'document.corrected' },
      {
        name: 'way',
        type: 'branch',
        cases: [
          {
            when: { fact: 'steps', path: '$.note.output.event', operator: 'notEqual', value: null },
            steps: [{ ...check, name: 'never' }],
          },
        ],
      },
    ],
  );
  const simulate = async (input: object) => {
    const source = `query ($input: SimulateWorkflowInput!) { it: simulateWorkflow(input: $input) { __typename
      ... on Failure { code message } ... on WorkflowSimulation { endCursor runs {
        trigger documentId end stopsAt stopsFor steps { path runs input output outputFrom } } } } }`;
    type Simulated = {
      endCursor: string | null;
      runs: { documentId: string; end: string; steps: object[] }[];
    };
    return (await host.query<{ it: Simulated }>(source, { input: { definition, ...input } })).it;
  };
  const left = async () => {
    const [counts] = await host.assembly.platform.database.tenant(host.id, (tx) =>
      tx.query(`select (select count(*)::int from platform.jobs) as jobs,
        (select count(*)::int from reviews.reviews) as reviews,
        (select count(*)::int from capabilities.runs) as runs,
        (select count(*)::int from platform.plugin_store) as items`),
    );
    return counts;
  };
  const before = await left();
  const { runs, endCursor } = await simulate({ from: new Date(Date.now() - dayMs).toISOString() });
  expect(endCursor).toBeNull();
  expect(runs.map(({ documentId, end }) => [documentId === id, end])).toEqual([
    [true, 'STOPPED'],
    [false, 'NOT_BEGUN'],
  ]);
  expect(runs[0]).toMatchObject({
    trigger: { type: 'event', event: 'document.processed', documentId: id },
    stopsAt: 'way',
    stopsFor: expect.stringContaining('only known in a run'),
    steps: [
      { path: 'ask', runs: true, input: { reason: 'Buy mill.txt?' }, outputFrom: 'ASSUMED' },
      { path: 'tell', runs: true, input: { body: 'APPROVED' }, outputFrom: 'ASSUMED' },
      { path: 'note', runs: true, outputFrom: 'UNKNOWN' },
      { path: 'way', runs: true },
    ],
  });
  // A page at a time; and none of another time.
  const first = await simulate({ first: 1 });
  expect(first.runs.map(({ documentId }) => documentId)).toEqual([id]);
  const next = await simulate({ first: 1, after: first.endCursor });
  expect(next.runs).toMatchObject([{ end: 'NOT_BEGUN' }]);
  expect((await simulate({ to: new Date(Date.now() - dayMs).toISOString() })).runs).toEqual([]);
  expect(await left()).toEqual(before);
});

test('no more runs begin in an hour than a workflow allows', async () => {
  const trigger = { type: 'event', event: 'document.processed' };
  await flows.set('often', { ...triggered(trigger), limits: { runsPerHour: 2 } });
  for (const text of ['One mill.', 'Two mills.', 'Three mills.']) await host.addDocument(text);
  expect(await flows.runsOf('often')).toHaveLength(2);
  await flows.set('asked', called([check], { limits: { runsPerHour: 1 } }));
  await flows.start('asked');
  await host.settled();
  await expect(flows.tryStart('asked')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  host.clock.advance(hourMs);
  await host.addDocument('Four mills.');
  expect(await flows.runsOf('often')).toHaveLength(3);
  await flows.start('asked');
});

test('runs are forgotten so many days after their end, with their steps; the audit log stays', async () => {
  const rest = { name: 'rest', type: 'wait', until: '{{$.trigger.input.until}}' };
  await flows.set('kept', called([check, rest]));
  const days = (count: number) => new Date(host.clock.now().getTime() + count * dayMs).toISOString();
  const short = await flows.start('kept', { until: days(0) });
  const long = await flows.start('kept', { until: days(20) });
  await host.settled();
  const settings = `mutation { it: setPluginSettings(input: { plugin: "automation", settings: { keepRunsDays: 25 } }) {
    __typename ... on Failure { code message } } }`;
  expect(await host.query(settings)).toMatchObject({ it: { __typename: 'PluginSettingsPayload' } });
  const count = async (source: string) => {
    const [row] = await host.assembly.platform.database.tenant(host.id, (tx) =>
      tx.query<{ count: number }>(`select count(*)::int as count from ${source}`),
    );
    return row?.count;
  };
  const left = (run: string) =>
    count(`platform.plugin_store where plugin = 'automation'
      and (key like '${run}%' or (collection = 'runs' and value->>'id' = '${run}'))`);
  const audited = await count('platform.audit_intake');
  host.clock.advance(20 * dayMs);
  await host.turn();
  expect([await left(short), await left(long)]).toEqual([6, 6]);
  host.clock.advance(6 * dayMs);
  await host.turn();
  expect(await flows.run(short)).toBeNull();
  expect(statesOf(await flows.run(long))).toEqual(['check DONE', 'rest DONE']);
  expect([await left(short), await left(long)]).toEqual([0, 6]);
  expect(await count('platform.audit_intake')).toBeGreaterThanOrEqual(audited ?? 0);
  expect(await count(`platform.plugin_store where collection = 'begun-in-hour'`)).toBe(0);
});

describe('the page', () => {
  let page: string;
  beforeAll(async () => {
    page = await readFile(join(repositoryRoot, 'docs/automation.md'), 'utf8');
  });
  const blocks = (language: string) =>
    [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
      ([, text = '']) => text,
    );

  test('every example passes the check', async () => {
    for (const document of blocks('graphql')) {
      const source = `mutation ($input: RegisterOperationInput!) { it: registerOperation(input: $input) {
        __typename ... on Failure { message } } }`;
      expect(await host.query(source, { input: { document } })).toMatchObject({
        it: { __typename: expect.not.stringMatching(/Invalid|Conflict|Forbidden/) },
      });
    }
    const source = `query ($input: CheckWorkflowInput!) { checkWorkflow(input: $input) { problems { path reason mend } } }`;
    const examples = blocks('json');
    expect(examples.length).toBeGreaterThan(2);
    for (const text of examples) {
      const input = { definition: JSON.parse(text) as object };
      expect(await host.query(source, { input })).toEqual({ checkWorkflow: { problems: [] } });
    }
  });

  test('every key that a definition may have is named, and every word that it may say', () => {
    const words = new Set<string>();
    JSON.stringify(z.toJSONSchema(definitionSchema, { io: 'input' }), (key, value: unknown) => {
      if (key === 'properties') for (const name of Object.keys(value as object)) words.add(name);
      if (key === 'enum') for (const one of value as string[]) words.add(one);
      if (key === 'const' && typeof value === 'string') words.add(value);
      return value;
    });
    expect(words.size).toBeGreaterThan(100);
    const isNamed = (word: string) => page.includes(`\`${word}\``) || page.includes(`"${word}"`);
    expect([...words].filter((word) => !isNamed(word))).toEqual([]);
  });
});
