import { randomUUID } from 'node:crypto';
import type { RequestContext } from 'tributary/sdk';
import {
  type Behaviour,
  breakAfter,
  embed,
  hangAfter,
  refuse,
  say,
  unhurried,
} from '../../testkit/providers/index.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { type ModelHost, openModelHost } from './fixtures/model-host.js';

let host: ModelHost;

beforeAll(async () => {
  host = await openModelHost((baseUrl) => ({
    targets: {
      main: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'main-model' },
      spare: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'spare-model' },
    },
    aliases: {
      chat: { targets: ['main', 'spare'], onBreak: 'continue' },
      embed: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'vectors' },
    },
  }));
});
afterAll(() => host.close());

const query = <Row>(caller: RequestContext, sql: string, parameters: readonly unknown[] = []) =>
  host.db.database.tenant(caller.tenant, (tx) => tx.query<Row>(sql, parameters));

/** Of a tenant whose models cost something, with a budget in nano-dollars perhaps. */
async function newCaller(budget: number | null = null): Promise<RequestContext> {
  const caller = callerOf(randomUUID(), { actor: 'user:anna', roles: ['member'] });
  const rates = { input: '0', output: '1000000000', cacheRead: null, cacheWrite: null, reasoning: null };
  await query(
    caller,
    `insert into capabilities.tenant_prices (tenant_id, id, provider, model, effective_from, rates, entered_by)
     select $1, gen_random_uuid(), 'openai', model, '2020-01-01', $2, 'test'
       from unnest(array['main-model', 'spare-model', 'vectors']) model`,
    [caller.tenant, rates],
  );
  if (budget !== null) {
    await query(
      caller,
      `insert into capabilities.budget_limits (tenant_id, scope, subject, period, hard_nano, changed_by)
       values ($1, 'TENANT', '', 'MONTH', $2, 'test')`,
      [caller.tenant, budget],
    );
  }
  return caller;
}
const eventsOf = async (caller: RequestContext, capability: string, question: string) => {
  const runId = await host.start(caller, capability, { question });
  await host.work(caller, runId);
  return host.events(caller, runId);
};

/** Behaves so once it has said that it was asked. */
function announced(behaviour: Behaviour): { behaviour: Behaviour; asked: Promise<void> } {
  const asked = Promise.withResolvers<void>();
  return {
    behaviour: (exchange) => {
      asked.resolve();
      return behaviour(exchange);
    },
    asked: asked.promise,
  };
}

it.each(['while its question is compared', 'before the model says anything', 'while the model speaks'])(
  'a run that is cancelled %s ends so, holds nothing, and is decided once',
  async (when) => {
    const caller = await newCaller(1_000_000);
    const { behaviour, asked } = announced(hangAfter(when.endsWith('speaks') ? 'So it ' : ''));
    if (when.endsWith('compared')) host.provider.nextEmbeddings(behaviour);
    else {
      host.provider.nextEmbeddings(embed());
      host.provider.next(behaviour);
    }
    const runId = await host.start(caller, 'trial.meant', { question: `Cancelled ${when}` });
    const work = host.work(caller, runId);
    await asked;
    await host.platform.runs.cancel(caller, runId);
    await work;
    expect((await host.events(caller, runId)).at(-1)).toMatchObject({ type: 'RunCancelled' });
    const decisions = await query(
      caller,
      `select body->>'outcome' as outcome from platform.audit_intake where kind = 'decision'`,
    );
    expect(decisions).toEqual([{ outcome: 'Cancelled' }]);
    await host.provider.quiet(AbortSignal.timeout(20_000));
    expect(await query(caller, 'select 1 from capabilities.holds')).toEqual([]);
    expect(await query(caller, 'select 1 from capabilities.semantic_answers')).toEqual([]);
  },
);

it('shows nothing of an answer that the budget ended in its middle, when nothing may be shown unchecked', async () => {
  // One call of 100 tokens fits, and another does not any more.
  const caller = await newCaller(100_000);
  host.provider.next(say('The first half of it.'));
  const events = await eventsOf(caller, 'trial.twice', 'How much?');
  expect(events.at(-1)).toMatchObject({ type: 'RunFinished', result: { type: 'BudgetExceeded' } });
  expect(events.map(({ type }) => type)).not.toContain('TextDelta');
  expect(await query(caller, 'select 1 from capabilities.holds')).toEqual([]);
});

it('lets the built-in engine answer in the middle, when nothing of the model was shown', async () => {
  const caller = await newCaller();
  host.provider.next(say('The first half of it.'), refuse(400));
  const events = await eventsOf(caller, 'trial.twice', 'Why?');
  const said = events.flatMap((event) => (event.type === 'TextDelta' ? [event.text] : []));
  expect(said.join('')).toBe('I do not know: Why?');
  expect(events.at(-1)).toMatchObject({ result: { type: 'Answer', result: { engine: 'BUILT_IN' } } });
  expect(events.filter(({ type }) => type === 'RunStarted')).toMatchObject([
    { engine: 'MODEL' },
    { engine: 'BUILT_IN' },
  ]);
});

it('goes on with another model for who shows nothing before the end, with its words behind the first ones', async () => {
  const caller = await newCaller();
  const start = 'The Rhine is a river that begins high in the Alps and from there it ';
  let asked = 0;
  host.provider.by(() => {
    asked += 1;
    if (asked === 1) return breakAfter(start);
    return say(asked === 2 ? 'flows to the sea.' : ' No more.');
  });
  const events = await eventsOf(caller, 'trial.twice', 'Where to?');
  const said = events.flatMap((event) => (event.type === 'TextDelta' ? [event] : []));
  expect(said.map(({ text }) => text).join('')).toBe(`${start}flows to the sea. No more.`);
  expect(said.findIndex(({ resumed }) => resumed)).toBe(1);
  expect(said.filter(({ resumed }) => resumed)).toHaveLength(1);
  expect(events.findIndex(({ type }) => type === 'RunFinished')).toBe(events.length - 1);
  expect(events.at(-1)).toMatchObject({ result: { type: 'Answer', result: { engine: 'MODEL' } } });
});
