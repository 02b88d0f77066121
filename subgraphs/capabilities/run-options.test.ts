import { randomUUID } from 'node:crypto';
import { graphql } from 'graphql';
import type { RunEvent } from 'tributary/sdk';
import type { JobRun } from '#platform';
import { say, sayEvery, unhurried } from '../../testkit/providers/index.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { type ModelHost, openModelHost } from './fixtures/model-host.js';
import { gate } from './fixtures/plugins/trial/gate.js';

const anna = callerOf(randomUUID(), { actor: 'user:anna', roles: ['admin'] });
let host: ModelHost;
beforeAll(async () => {
  host = await openModelHost((baseUrl) => ({
    aliases: { chat: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'm' } },
  }));
});
afterAll(() => host.close());

interface Started {
  __typename: string;
  code?: string;
  joined?: boolean;
  run?: { id: string };
}
async function start(capability: string, options: object, question = 'Why?'): Promise<Started> {
  const { data, errors } = await graphql({
    schema: host.subgraph.schema,
    source: `mutation ($input: StartRunInput!) { startRun(input: $input) { __typename
      ... on StartRunPayload { joined run { id } } ... on Failure { code } } }`,
    variableValues: { input: { capability, arguments: { question }, ...options } },
    contextValue: host.graph(anna),
  });
  if (errors?.[0]) throw errors[0];
  return (data as unknown as { startRun: Started }).startRun;
}
async function asked(capability: string, options: object, question?: string) {
  const started = await start(capability, options, question);
  const runId = started.run?.id ?? '';
  if (!started.joined) await host.work(anna, runId);
  return { ...started, runId, end: (await host.events(anna, runId)).at(-1) as RunEvent };
}

it('gives models the seed, and the same answer to who asks again with it', async () => {
  host.provider.next(say('By chance.'), say('By another chance.'));
  const first = await asked('trial.ask', { seed: 41 });
  expect(host.provider.requests.at(-1)).toMatchObject({ seed: 41 });
  expect(first.end).toMatchObject({
    result: { type: 'Answer', text: 'By chance.', result: { seed: 41, pinned: true } },
  });
  expect(await asked('trial.ask', { seed: 41 })).toMatchObject({ joined: true, runId: first.runId });
  // Another seed, and none, are other runs.
  const other = await asked('trial.ask', { seed: 42 });
  expect(other).toMatchObject({ joined: false, end: { result: { text: 'By another chance.' } } });
  expect(await start('trial.ask', {})).toMatchObject({ joined: false });
});

it('uses what is pinned, says so in the decision, and leaves the stored result of others alone', async () => {
  host.provider.next(say('As it was.'));
  const pin = { prompts: [{ prompt: 'ask', version: '1' }], engine: 'MODEL' };
  const pinned = await asked('trial.ask', { pin }, 'Pinned?');
  expect(pinned.end).toMatchObject({ result: { result: { pinned: true, promptVersion: 'ask@1' } } });
  expect(await asked('trial.ask', { pin }, 'Pinned?')).toMatchObject({ joined: true });
  expect((await asked('trial.ask', { pin, anew: true }, 'Pinned?')).joined).toBe(false);
  expect(await host.services(anna).results.latest('trial.ask', { question: 'Pinned?' })).toBeNull();
  const [decision] = await host.db.database.tenant(anna.tenant, (tx) =>
    tx.query<{ parameters: object }>(
      `select body->'parameters' as parameters from platform.audit_intake where subjects @> $1`,
      [JSON.stringify([{ type: 'Run', id: pinned.runId }])],
    ),
  );
  expect(decision?.parameters).toMatchObject({ pin: { prompts: { ask: '1' }, engine: 'MODEL' } });
  expect(await start('trial.ask', { pin: { engine: 'BUILT_IN' } }, 'Pinned?')).toMatchObject({
    joined: false,
  });
  expect(await start('trial.ask', { pin: { model: 'none' } })).toMatchObject({ code: 'BAD_USER_INPUT' });
});

it('says who waits for a run to who chooses the next one', async () => {
  const priorityOf = async (priority: string | null) => {
    const { run } = await start('trial.ask', { priority }, `For whom? ${priority}`);
    const [job] = await host.db.database.tenant(anna.tenant, (tx) =>
      tx.query<{ priority: number }>('select priority from platform.jobs where key = $1', [run?.id]),
    );
    return job?.priority;
  };
  expect(await priorityOf('INTERACTIVE')).toBe(0);
  expect(await priorityOf(null)).toBe(1);
  expect(await priorityOf('BATCH')).toBe(2);
});

it('fails a run at its deadline, whatever it does', async () => {
  const { run } = await start('trial.wait', { deadlineMs: 300 });
  try {
    await host.work(anna, run?.id ?? '');
    const parts = await host.events(anna, run?.id ?? '');
    expect(parts.at(-1)).toMatchObject({ type: 'RunFailed', code: 'TIMEOUT' });
  } finally {
    gate.open();
  }
  expect(await start('trial.wait', { deadlineMs: 5 })).toMatchObject({ code: 'BAD_USER_INPUT' });
});

it('lets the built-in engine answer in the rest of the time of a model that is too slow', async () => {
  host.provider.next(sayEvery(10_000, 'Too late.'));
  const slow = await asked('trial.ask', { deadlineMs: 2_000, anew: true }, 'How slow?');
  expect(slow.end).toMatchObject({
    result: { type: 'Answer', text: 'I do not know: How slow?', result: { engine: 'BUILT_IN' } },
  });
  host.provider.next(sayEvery(10_000, 'Too late.'));
  const firm = await asked('trial.firm', { deadlineMs: 1_000, anew: true }, 'How slow?');
  expect(firm.end).toMatchObject({ type: 'RunFailed', code: 'TIMEOUT' });
});

it('fails a run that nobody took up in time', async () => {
  const { run } = await start('trial.ask', { deadlineMs: 100, anew: true }, 'Anybody?');
  const [, expiring] = host.subgraphParts.jobs?.({ runner: host.runner } as never) ?? [];
  const job = { context: anna } as JobRun;
  await expiring?.run({ runId: run?.id }, job);
  expect((await host.events(anna, run?.id ?? '')).at(-1)).toMatchObject({
    type: 'RunFailed',
    code: 'TIMEOUT',
  });
  // A worker that comes late finds that it is over.
  await host.work(anna, run?.id ?? '');
  expect((await host.events(anna, run?.id ?? '')).filter(({ type }) => type === 'RunFailed')).toHaveLength(1);
});

it('joins no run that may fail sooner than what is asked for', async () => {
  const hurried = await start('trial.ask', { deadlineMs: 60_000 }, 'Who waits longer?');
  expect(await start('trial.ask', { deadlineMs: 30_000 }, 'Who waits longer?')).toMatchObject({
    joined: true,
    run: hurried.run,
  });
  const patient = await start('trial.ask', {}, 'Who waits longer?');
  expect(patient.joined).toBe(false);
  expect(await start('trial.ask', { deadlineMs: 60_000 }, 'Who waits longer?')).toMatchObject({
    joined: true,
    run: patient.run,
  });
});
