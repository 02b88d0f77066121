import type { RunEventData } from 'tributary/client';
import { bindServices } from '#platform/plugin-host';
import { hangAfter } from '../../providers/index.js';
import type { ContractFacts, ContractOptions } from './facts.js';
import { capabilityOf, contextOf, inputOf } from './facts.js';

const ends = ['RunFinished', 'RunFailed', 'RunCancelled'];
const deadlineMs = 20_000;
type Facts = () => Promise<ContractFacts>;

/** What holds of every run of a capability. */
export function registerRuns(capability: string, facts: Facts, options: ContractOptions): void {
  it('has a built-in engine, or says why not', async () => {
    const { builtIn } = capabilityOf(await facts(), capability);
    const reason = options.withoutBuiltIn?.[capability];
    if (builtIn) expect(reason).toBeUndefined();
    else expect(reason).toEqual(expect.stringMatching(/\w/));
  });

  it('streams parts that are valid, in one order, with exactly one end, and goes on from any cursor', async () => {
    const found = await facts();
    const { host } = found;
    if (options.withoutBuiltIn?.[capability]) return;
    const run = await host.run(capability, await inputOf(found, capability, options), { anew: true });
    const names = run.parts.map(({ __typename }) => __typename);
    expect(run.parts.at(-1)).toMatchObject({ __typename: 'RunFinished' });
    expect(names[0]).toBe('RunStarted');
    expect(names.filter((name) => ends.includes(name ?? ''))).toHaveLength(1);
    expect(new Set(run.parts.map(({ cursor }) => cursor)).size).toBe(run.parts.length);
    for (const part of run.parts) expect(part.runId).toBe(run.runId);
    if (run.result?.__typename === 'Answer' && run.text !== '') expect(run.result.text).toBe(run.text);
    for (const at of places(run.parts.length)) {
      const rest = await all(host.events(run.runId, run.parts[at]?.cursor ?? null));
      expect(rest).toEqual(run.parts.slice(at + 1));
    }
  });

  it('gives the same input the stored result, by one run', async () => {
    const found = await facts();
    if (options.withoutBuiltIn?.[capability]) return;
    const input = await inputOf(found, capability, options);
    const first = await found.host.run(capability, input);
    const second = await found.host.run(capability, input);
    expect(second.runId).toBe(first.runId);
    expect(second.parts).toEqual(first.parts);
    const idempotencyKey = `contract of ${capability}`;
    const keyed = await found.host.start(capability, input, { idempotencyKey, anew: true });
    const again = await found.host.start(capability, input, { idempotencyKey, anew: true });
    expect(again).toEqual({ runId: keyed.runId, joined: true });
    await found.host.settled();
  });

  it('ends soon after its signal was aborted', async () => {
    const found = await facts();
    const { model, builtIn } = capabilityOf(found, capability);
    if (builtIn) await expectEngineEnds(found, capability, options);
    if (model) await expectRunIsCancelled(found, capability, options);
  });

  it('is seen by its own tenant alone', async () => {
    const found = await facts();
    const { host, other } = found;
    if (options.withoutBuiltIn?.[capability]) return;
    const { runId } = await host.run(capability, await inputOf(found, capability, options));
    const query = 'query ($id: ID!) { run(id: $id) { id } }';
    expect(await host.query(query, { id: runId })).toEqual({ run: { id: runId } });
    expect(await other.query(query, { id: runId })).toEqual({ run: null });
    await expect(all(other.events(runId))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const input = await inputOf(found, capability, options);
    const { documentIds } = await capabilityOf(found, capability).parseInput(input);
    if (documentIds.length === 0) return;
    const foreign = other.start(capability, input);
    await expect(foreign).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
}

/** The engine itself, given a signal that ends after its first part. */
async function expectEngineEnds(
  facts: ContractFacts,
  capability: string,
  options: ContractOptions,
): Promise<void> {
  const { host } = facts;
  const { builtIn, description, parseInput } = capabilityOf(facts, capability);
  const context = await contextOf(facts, host);
  const { input } = await parseInput(await inputOf(facts, capability, options));
  const stop = new AbortController();
  const caller = { plugin: host.plugin.manifest, context, signal: stop.signal };
  const services = bindServices(host.assembly.runnerParts, caller, description.needs);
  const parts = builtIn?.(input, services, {
    runId: context.requestId,
    actor: context.actor,
    signal: stop.signal,
  });
  await parts?.next();
  stop.abort();
  const ended = (async () => {
    for (let next = await parts?.next(); next && !next.done; next = await parts?.next());
  })();
  expect(await within(ended.catch(() => undefined))).toBe('ended');
}

/** A run whose model says nothing more; it ends because somebody cancels it. */
async function expectRunIsCancelled(
  facts: ContractFacts,
  capability: string,
  options: ContractOptions,
): Promise<void> {
  const { host } = facts;
  host.model.next(hangAfter('I'));
  try {
    const input = await inputOf(facts, capability, options);
    const { runId } = await host.start(capability, input, { anew: true });
    const parts = host.events(runId);
    const first = await parts.next();
    expect(first.value).toMatchObject({ __typename: 'RunStarted' });
    await host.query(
      'mutation ($runId: ID!) { cancelRun(input: { runId: $runId }) { __typename ... on Failure { code } } }',
      { runId },
    );
    const rest = await all(parts);
    // It may have ended by itself before.
    expect(ends).toContain(rest.at(-1)?.__typename);
    expect(await within(host.settled())).toBe('ended');
  } finally {
    host.model.rests();
  }
}

/** `late` when the work is not done by the deadline. */
async function within(work: Promise<unknown>): Promise<'ended' | 'late'> {
  const { promise, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => resolve('late'), deadlineMs);
  return Promise.race([work.then(() => 'ended' as const), promise]).finally(() => clearTimeout(timer));
}

async function all(parts: AsyncIterable<RunEventData>): Promise<RunEventData[]> {
  const read: RunEventData[] = [];
  for await (const part of parts) read.push(part);
  return read;
}

/** The first part, one in the middle, and the last before the end. */
function places(count: number): number[] {
  return [...new Set([0, Math.floor(count / 2), count - 2])].filter((at) => at >= 0 && at < count - 1);
}
