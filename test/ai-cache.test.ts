import { graphql } from 'graphql';
import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { joinKey } from '../platform/runs/run-identity.js';
import { openRunHost, type RunHost } from '../subgraphs/capabilities/fixtures/run-host.js';
import { callerOf } from '../testkit/subgraph-host.js';

/*
 * AI-15 of the cases of AI security: who asks what another has asked is given a stored answer only when tenant, rights,
 * model and prompts are the same; none in 10,000 asks at random.
 */

let host: RunHost;
beforeAll(async () => {
  host = await openRunHost();
});
afterAll(() => host.close());

/** The same numbers each time; xorshift32. */
function dice(seed: number) {
  let state = seed;
  return (sides: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.abs(state) % sides;
  };
}
const tenants = Array.from({ length: 4 }, () => newId());
const groupSets = [[], ['a'], ['b'], ['a', 'b'], ['b', 'a']];
const questions = Array.from({ length: 12 }, (_, at) => `Who keeps the light ${at}?`);
const askers = tenants.flatMap((tenant) =>
  groupSets.flatMap((groups) =>
    ['ann', 'bob'].map((name) => callerOf(tenant, { actor: `user:${name}`, roles: ['member'], groups })),
  ),
);
const pick = <Item>(of: readonly Item[], roll: (sides: number) => number): Item =>
  of[roll(of.length)] as Item;
const rightsOf = ({ tenant, groups }: RequestContext) => JSON.stringify([tenant, [...groups].sort()]);

it('of 10,000 asks at random no two that differ in tenant, rights, model, prompts or question share a key', () => {
  const capability = host.plugins.capabilities.capability('trial.ask');
  if (!capability) throw new RangeError('the plugin trial is not there');
  const roll = dice(20_261_123);
  const seen = new Map<string, string>();
  const shared = new Set<string>();
  let crossed = 0;
  for (let ask = 0; ask < 10_000; ask += 1) {
    const context = pick(askers, roll);
    const model = pick(['m1', 'm2', null], roll);
    const prompts = [pick(['ask@1', 'ask@2'], roll)];
    const question = pick(questions, roll);
    const engine = model === null ? ('BUILT_IN' as const) : ('MODEL' as const);
    const seed = pick([undefined, 1], roll);
    const versions = { engine, model, prompts, pins: {}, documents: [], ...(seed && { variant: { seed } }) };
    const key = joinKey(context, capability, versions, { question });
    const asked = JSON.stringify([rightsOf(context), model, prompts, question, seed ?? null]);
    const before = seen.get(key);
    if (before !== undefined && before !== asked) crossed += 1;
    if (before === asked) shared.add(key);
    seen.set(key, asked);
  }
  expect(crossed).toBe(0);
  // And it is a cache: whoever asks the same with the same rights finds it.
  expect(shared.size).toBeGreaterThan(1_000);
  expect(new Set(seen.values()).size).toBe(seen.size);
});

it('of 400 asks through the graph no answer is given across tenants or rights', async () => {
  const roll = dice(7);
  const made = new Map<string, { rights: string; question: string }>();
  let joined = 0;
  for (let ask = 0; ask < 400; ask += 1) {
    const context = pick(askers, roll);
    const question = pick(questions.slice(0, 4), roll);
    const { data } = await graphql({
      schema: host.subgraph.schema,
      source: `mutation ($input: StartRunInput!) { startRun(input: $input) {
        ... on StartRunPayload { joined run { id result { ... on Answer { text } } } } ... on Failure { code } } }`,
      variableValues: { input: { capability: 'trial.echo', arguments: { text: question } } },
      contextValue: host.graph(context),
    });
    const { startRun } = data as unknown as {
      startRun: { joined: boolean; run: { id: string; result: { text: string } | null } };
    };
    const own = { rights: rightsOf(context), question };
    if (startRun.joined) {
      joined += 1;
      expect(made.get(startRun.run.id)).toEqual(own);
      expect(startRun.run.result?.text).toBe(question);
    } else {
      expect(made.has(startRun.run.id)).toBe(false);
      made.set(startRun.run.id, own);
      await host.work(context, startRun.run.id);
    }
  }
  // One for each question and rights: the others were there.
  expect(made.size).toBe(tenants.length * 4 * 4);
  expect(joined).toBe(400 - made.size);
});
