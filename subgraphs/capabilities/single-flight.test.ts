import { randomUUID } from 'node:crypto';
import { callerOf } from '../../testkit/subgraph-host.js';
import { gate } from './fixtures/plugins/trial/gate.js';
import { openRunHost, type RunHost } from './fixtures/run-host.js';

const tenant = randomUUID();
const anna = callerOf(tenant, { actor: 'user:anna', roles: ['member'], groups: ['a'] });
const bert = callerOf(tenant, { actor: 'user:bert', roles: ['member'], groups: ['b'] });
let host: RunHost;

beforeAll(async () => {
  host = await openRunHost();
});
afterAll(() => host.close());
beforeEach(() => gate.reset());

const execute = (capability: string, input: unknown, context = anna, signal = AbortSignal.timeout(20_000)) =>
  host.runner.execute({ capability, input, context, signal });
const runsOf = async (capability: string) => {
  const rows = await host.db.database.tenant(tenant, (tx) =>
    tx.query<{ state: string }>('select state from capabilities.runs where capability = $1', [capability]),
  );
  return rows.map(({ state }) => state);
};

it('executes once what several runs need at the same time, and each gets the result', async () => {
  const outer = ['one', 'two', 'three'].map((text) => execute('trial.nest-wait', { text }));
  await gate.reached();
  gate.open();
  const inner = (await Promise.all(outer)).map(({ result }) =>
    'output' in result
      ? (result.output as { inner: { result: { runId: string } } }).inner.result.runId
      : null,
  );
  expect(new Set(inner).size).toBe(1);
  expect(gate.executions).toBe(1);
});

it('does not share between those with other rights', async () => {
  const both = [
    execute('trial.nest-wait', { text: 'four' }, anna).catch(() => null),
    execute('trial.nest-wait', { text: 'four' }, bert),
  ];
  await gate.reached();
  gate.open();
  await Promise.all(both);
  // Anna's is stored since the test before.
  expect(gate.executions).toBe(1);
  expect(await runsOf('trial.wait')).toEqual(['FINISHED', 'FINISHED']);
});

it('goes on for the others when one of them leaves, and keeps no failure', async () => {
  const carl = callerOf(tenant, { actor: 'user:carl', roles: ['member'], groups: ['c'] });
  const leaving = new AbortController();
  const leaver = execute('trial.nest-wait', { text: 'five' }, carl, leaving.signal);
  const stayer = execute('trial.nest-wait', { text: 'six' }, carl);
  await gate.reached();
  leaving.abort(new DOMException('gone', 'AbortError'));
  await expect(leaver).rejects.toThrow('gone');
  gate.open();
  expect((await stayer).result).toMatchObject({
    type: 'Answer',
    output: { inner: { text: 'before after' } },
  });
  const fail = () => execute('trial.fail', {}, carl);
  const failed = await Promise.allSettled([fail(), fail()]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(fail()).rejects.toMatchObject({ code: 'RUN_FAILED' });
  expect(await runsOf('trial.fail')).toEqual(['FAILED', 'FAILED']);
});

it('ends a capability that runs itself, and waits for nothing', async () => {
  await expect(execute('trial.itself', {})).rejects.toMatchObject({ code: 'CONFLICT' });
});
