import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from 'tributary/sdk';
import { type Benchmark, type Figure, figure, percentile } from '../benchmark.js';
import { type Arm, bare, chain, langChain } from './arms.js';
import { startPortkey, startUpstream } from './children.js';
import { pacedModel, pacedParts, shortModel, shortParts } from './upstream-models.js';

const rate = 100;
const rounds = 12;
const warmUpRounds = 2;
const pacedRounds = 4;
const pacedAtOnce = 4;
const nanosecondsAMillisecond = 1e6;

interface Times {
  whole: number[];
  first: number[];
  chunk: number[];
}

/** What the way to a model costs beside the model: against an upstream that answers at once. */
export const models: Benchmark = {
  name: 'models',
  about: `calls streamed from an upstream that answers at once, ${rate} a second, each way in turn for a second, ${rounds} times`,
  async run(say) {
    const stops: (() => Promise<void>)[] = [];
    try {
      const upstream = await startUpstream();
      stops.unshift(upstream.stop);
      const url = `${upstream.origin}/v1`;
      const portkey = await startPortkey();
      stops.unshift(portkey.stop);
      const ours = await chain(url, [shortModel, pacedModel]);
      stops.unshift(ours.close);
      const through = { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': url };
      const gateway = bare('@portkey-ai/gateway', `${portkey.origin}/v1`, through);
      const arms = [bare('bare fetch', url), ours, langChain(url), gateway];
      say('warming up');
      await measure(arms, warmUpRounds, 1);
      say('calls');
      return figures(arms, await measure(arms, rounds, pacedRounds));
    } finally {
      for (const stop of stops) await stop();
    }
  },
};

/** Each way in turn, so that whatever else the machine does hits all of them. */
async function measure(
  arms: readonly Arm[],
  shortRounds: number,
  longRounds: number,
): Promise<Map<Arm, Times>> {
  const all = arms.map((arm) => ({ arm, times: { whole: [], first: [], chunk: [] } satisfies Times }));
  for (let round = 0; round < shortRounds; round += 1) {
    for (const { arm, times } of inOrder(all, round)) await aSecond(arm, times);
  }
  for (let round = 0; round < longRounds; round += 1) {
    for (const { arm, times } of inOrder(all, round))
      await Promise.all(Array.from({ length: pacedAtOnce }, () => paced(arm, times.chunk)));
  }
  return new Map(all.map(({ arm, times }) => [arm, times]));
}

/**
 * Another order each round: over as many rounds as there are members, an even number, each comes once in each place and
 * once after each other one, since what one leaves to be cleared away slows the next (Williams, "Experimental designs
 * balanced for the estimation of residual effects of treatments", 1949).
 */
function inOrder<Member>(members: readonly Member[], round: number): Member[] {
  const count = members.length;
  const places = members.map((_, at) => (at % 2 === 1 ? (at + 1) / 2 : count - at / 2));
  return places.flatMap((place) => members[(place + round) % count] ?? []);
}

/** Sends at the rate whether or not the earlier ones have ended. */
async function aSecond(arm: Arm, times: Times): Promise<void> {
  const began = performance.now();
  const calls: Promise<void>[] = [];
  for (let sent = 0; sent < rate; sent += 1) {
    const due = began + (sent * 1000) / rate;
    await wait(Math.max(0, due - performance.now()));
    calls.push(once(arm, times, due));
  }
  await Promise.all(calls);
}

/** Its time counts from when it was due: what kept this process from sending it is part of it. */
async function once(arm: Arm, { whole, first }: Times, due: number): Promise<void> {
  let answer = '';
  await arm.ask(shortModel, (text) => {
    if (answer === '') first.push(performance.now() - due);
    answer += text;
  });
  whole.push(performance.now() - due);
  check(arm, answer === shortParts.join(''));
}

/** The text of each part is when it was sent. The first one waits for the call to begin, which has figures of its own. */
async function paced(arm: Arm, chunk: number[]): Promise<void> {
  let parts = 0;
  await arm.ask(pacedModel, (text) => {
    const now = process.hrtime.bigint();
    for (const sent of text.trim().split(' ')) {
      if (parts > 0) chunk.push(Number(now - BigInt(sent)) / nanosecondsAMillisecond);
      parts += 1;
    }
  });
  check(arm, parts === pacedParts);
}

/** A way that loses something is no faster. */
function check({ name }: Arm, isWhole: boolean): void {
  if (!isWhole) throw new AppError('UNAVAILABLE', { thing: `The whole answer through ${name}` });
}

const kinds = [
  ['whole', 'a call', { 0.5: 3, 0.99: 15 }],
  ['first', 'its first part', { 0.5: null, 0.99: 15 }],
  ['chunk', 'a later part', { 0.5: 1, 0.99: null }],
] as const;

/** What each way adds to the bare request. */
function figures(arms: readonly Arm[], measured: ReadonlyMap<Arm, Times>): Figure[] {
  const [base, ours, ...peers] = arms;
  const at = (arm: Arm | undefined, kind: keyof Times, share: number) =>
    arm ? percentile(measured.get(arm)?.[kind] ?? [], share) : Number.NaN;
  const added = (arm: Arm | undefined, kind: keyof Times, share: number) =>
    at(arm, kind, share) - at(base, kind, share);
  return kinds.flatMap(([kind, name, limits]) =>
    ([0.5, 0.99] as const).flatMap((share) => {
      const label = `${name}, ${share === 0.5 ? 'median' : '99th percentile'}`;
      const limit = limits[share];
      const wanted = limit === null ? null : { atMost: limit };
      return [
        ...peers.map((peer) =>
          figure(`${label}, added by the chain`, added(ours, kind, share), 'ms', {
            wanted,
            peer: { name: `by ${peer.name}`, value: added(peer, kind, share) },
          }),
        ),
        figure(`${label}, through the chain`, at(ours, kind, share), 'ms', {
          peer: { name: base?.name ?? '', value: at(base, kind, share) },
        }),
      ];
    }),
  );
}
