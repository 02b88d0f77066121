import { type Client, operation } from 'tributary/client';
import { freePort } from '../testkit/servers.js';
import { eventually, TestSystem } from '../testkit/system.js';
import { startWebhookReceiver, type WebhookReceiver } from '../testkit/webhook-receiver.js';

/*
 * The whole system is killed while workflows run, one of each kind of step, until each kind was caught in the middle of
 * a step. Each run then goes on, and what its steps did is there once.
 */

/** Steps of each kind that a run does: so many that it still goes on at the last kill. */
const turns = 25;
const mostKills = 8;

interface Kind {
  readonly step: object;
  readonly turns?: number;
}
const kinds: Readonly<Record<string, Kind>> = {
  capability: {
    step: {
      capability: 'evaluation.check-claims',
      input: { claims: ['Number {{$.index}} is odd.'], sources: ['{{$.index}} in {{$.run.id}} is odd.'] },
    },
  },
  rule: { step: { set: 'tributary-advice', facts: { confidence: 0.9 } }, turns: 90 },
  operation: {
    step: {
      operation: 'KeepSearch',
      variables: { input: { name: 'search {{$.index}}', query: 'mill' } },
      key: 'input.idempotencyKey',
    },
  },
  approval: { step: { reason: 'May it go on?', shown: { turn: '{{$.index}}' } }, turns: 3 },
  notify: {
    step: { to: ['role:admin'], title: 'Turn {{$.index}}', body: 'It goes on.', topic: 'automation.kill' },
  },
  wait: { step: { for: '1s' }, turns: 8 },
  goal: { step: { goal: 'How many documents are there?', tools: [], approvals: 'NONE' }, turns: 8 },
};
const turnsOf = (kind: string) => kinds[kind]?.turns ?? turns;
/** What holds those steps; it is under way as long as one of them is. */
const holding = ['branch', 'parallel', 'loop'];

/** In a branch, beside another branch, a loop of steps of the kind. */
const definitionOf = (type: string) => ({
  format: 1,
  title: type,
  trigger: { type: 'call', required: ['items'] },
  steps: [
    {
      name: 'way',
      type: 'branch',
      cases: [
        {
          when: { fact: 'trigger', path: '$.type', operator: 'equal', value: 'call' },
          steps: [
            {
              name: 'both',
              type: 'parallel',
              branches: [
                [
                  {
                    name: 'each',
                    type: 'loop',
                    over: '$.trigger.input.items',
                    most: 100,
                    steps: [{ name: 'one', type, ...kinds[type]?.step }],
                  },
                ],
                [{ name: 'beside', type: 'rule', set: 'tributary-advice', facts: {} }],
              ],
            },
          ],
        },
      ],
    },
  ],
});

let system: TestSystem;
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
  system = await TestSystem.start({
    settings: { PORT: String(await freePort()), EGRESS_ALLOW: receiver.host },
  });
}, 120_000);
afterAll(async () => {
  await system?.close();
  await receiver?.close();
});

interface Changed {
  it: { __typename: string; code?: string; message?: string; runId?: string };
}
async function change(client: Client, field: string, input: object, payload = ''): Promise<Changed['it']> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const source = `mutation ($input: ${type}!) { it: ${field}(input: $input) { __typename ${payload}
    ... on Failure { code message } } }`;
  const { it } = await client.request(operation<Changed>(source), { input });
  if (it.code) throw new RangeError(`${field}: ${it.code} ${it.message}`);
  return it;
}

/** What all kinds need, and their workflows. */
async function prepare(client: Client): Promise<void> {
  const document = `mutation KeepSearch($input: CreateSavedSearchInput!) { createSavedSearch(input: $input) {
    __typename ... on SavedSearchPayload { savedSearch { id } } ... on Failure { code message } } }`;
  await change(client, 'registerOperation', { document });
  await change(client, 'createWebhook', { url: receiver.url, topics: ['automation.kill'] });
  for (const kind of Object.keys(kinds)) {
    await change(client, 'saveWorkflow', { id: kind, definition: definitionOf(kind) });
    await change(client, 'enableWorkflow', { id: kind });
  }
}

/** Starts a run of each of these kinds, and counts it. */
async function startRuns(
  client: Client,
  wanted: Iterable<string>,
  begun: Map<string, number>,
): Promise<void> {
  for (const kind of wanted) {
    const items = Array.from({ length: turnsOf(kind) }, (_, at) => at);
    await change(client, 'startWorkflow', { id: kind, input: { items } }, '... on StartedWorkflow { runId }');
    begun.set(kind, (begun.get(kind) ?? 0) + 1);
  }
}

const store = (
  collection: string,
) => `select value from platform.plugin_store where collection = '${collection}'
  and plugin = 'automation'`;

/** The types of which a step was begun and has not ended, as the database has it. */
async function caught(): Promise<string[]> {
  const rows = await system.query<{ type: string }>(
    `select distinct value->>'type' as type from (${store('run-steps')}) s
      where value->>'name' <> 'beside' and value->>'state' in ('RUNNING', 'WAITING')`,
  );
  return rows.map(({ type }) => type);
}

interface Progress {
  state: string;
  done: number;
}
/** How the runs of each kind stand: `RUNNING` as long as one of them goes on. */
async function progress(): Promise<Map<string, Progress>> {
  const rows = await system.query<Progress & { kind: string }>(
    `select r.value->>'workflow' as kind, sum((
        select count(*) from (${store('run-steps')}) s
         where s.value->>'run' = r.value->>'id' and s.value->>'state' = 'DONE'))::int as done,
        case when bool_or(r.value->>'state' = 'RUNNING') then 'RUNNING' else min(r.value->>'state') end as state
       from (${store('runs')}) r group by r.value->>'workflow'`,
  );
  return new Map(rows.map(({ kind, ...run }) => [kind, run]));
}

/** Says yes to whatever is asked. */
async function approveAll(client: Client): Promise<void> {
  const open = operation<{ reviews: { nodes: { id: string; fingerprint: string }[] } }>(
    '{ reviews(first: 20, filter: { state: OPEN }) { nodes { id fingerprint } } }',
  );
  for (const { id: reviewId, fingerprint } of (await client.request(open, {})).reviews.nodes) {
    await change(client, 'resolveReview', { reviewId, fingerprint, outcome: 'APPROVED' });
  }
}

test('killed in each kind of step, every run goes on, and no effect happens twice', async () => {
  await prepare(system.client());
  const begun = new Map<string, number>();
  const missed = new Set([...Object.keys(kinds), ...holding]);
  let slowestMs = 0;
  for (let kills = 0; missed.size > 0 && kills < mostKills; kills += 1) {
    // Whatever is still to be caught does some steps first.
    const before = await progress();
    const wanted = Object.keys(kinds).filter((kind) => missed.has(kind));
    await startRuns(system.client(), wanted, begun);
    await eventually(progress, (now) => [...missed].some((kind) => moved(before, now, kind)), 60_000);
    await system.kill();
    for (const kind of await caught()) missed.delete(kind);
    const left = await progress();
    await system.start();
    const at = performance.now();
    const client = system.client();
    const going = async () => {
      await approveAll(client);
      return progress();
    };
    await eventually(going, (now) => [...left.keys()].every((kind) => moved(left, now, kind)), 60_000);
    slowestMs = Math.max(slowestMs, performance.now() - at);
  }
  expect([...missed]).toEqual([]);
  process.stdout.write(
    `killed in its steps, the slowest run went on ${Math.round(slowestMs)} ms after the start\n`,
  );
  const client = system.client();
  const ended = await eventually(
    async () => {
      await approveAll(client);
      return progress();
    },
    (now) => [...now.values()].every(({ state }) => state !== 'RUNNING'),
    90_000,
  );
  expect(Object.fromEntries([...ended].map(([kind, { state }]) => [kind, state]))).toEqual(
    Object.fromEntries([...begun.keys()].map((kind) => [kind, 'FINISHED'])),
  );
  await checkEffects((kind) => turnsOf(kind) * (begun.get(kind) ?? 0));
}, 400_000);

/** They have done a step since, or are over. */
function moved(before: Map<string, Progress>, now: Map<string, Progress>, kind: string): boolean {
  const run = now.get(kind);
  return run !== undefined && (run.state !== 'RUNNING' || run.done > (before.get(kind)?.done ?? 0));
}

async function checkEffects(expected: (kind: string) => number): Promise<void> {
  const [counted] = await system.query<Record<string, number>>(`select
    (select count(*)::int from capabilities.runs where capability = 'evaluation.check-claims') as capability,
    (select count(*)::int from platform.plugin_store where plugin = 'search' and collection = 'saved-searches') as operation,
    (select count(*)::int from reviews.reviews where subject_type = 'automation.step') as approval,
    (select count(*)::int from capabilities.runs where capability = 'assistant.pursue') as goal`);
  expect(counted).toEqual({
    capability: expected('capability'),
    operation: expected('operation'),
    approval: expected('approval'),
    goal: expected('goal'),
  });
  // A call that was cut off is made again, under the same id.
  const ids = () => new Set(receiver.calls.map(({ headers }) => headers['webhook-id']));
  await eventually(
    async () => ids().size,
    (size) => size >= expected('notify'),
    60_000,
  );
  expect(ids().size).toBe(expected('notify'));
}
