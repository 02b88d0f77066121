import { setTimeout as wait } from 'node:timers/promises';
import type { ModelLayer } from '#platform/models';
import { Metrics } from '#platform/telemetry';
import {
  say as answer,
  type ChaosProvider,
  hangAfter,
  startChaosProvider,
} from '../testkit/providers/index.js';
import { type Benchmark, type Figure, figure, percentile } from './benchmark.js';
import { answerOf, openLayer } from './model-caller.js';

const ratePerSecond = 100;
const before = 200;
const after = 1000;
const returnMs = 90_000;
const pollMs = 5;

interface Asked {
  at: number;
  milliseconds: number;
  /** Null: it failed. */
  text: string | null;
}

/** Provider a answers, dies under load, and comes back; provider b stands behind it. */
export const failover: Benchmark = {
  name: 'failover',
  about: `${after} model calls at ${ratePerSecond} a second after the first of two providers died`,
  async run(say) {
    return [
      ...(await measure(
        'it refuses connections',
        (a) => a.fall(),
        (a) => a.rise(),
        say,
      )),
      ...(await measure(
        'it goes silent',
        async (a) => a.next(hangAfter()),
        async (a) => a.next(answer('a')),
        say,
      )),
    ];
  },
};

async function measure(
  how: string,
  die: (a: ChaosProvider) => Promise<void>,
  rise: (a: ChaosProvider) => Promise<void>,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const [a, b] = await Promise.all([startChaosProvider(), startChaosProvider()]);
  const metrics = new Metrics();
  const { layer, close } = await openLayer(modelsFile(a, b), metrics);
  const ending = new AbortController();
  try {
    a.next(answer('a'));
    b.next(answer('b'));
    tell(`${how}: b alone`);
    await load(layer, before, 'alone');
    const bare = percentile(timesOf(await load(layer, after, 'alone')), 0.99);
    tell(`${how}: a, which dies, and b`);
    await load(layer, before);
    await die(a);
    const died = performance.now();
    const opening = untilOpen(metrics, ending.signal);
    const asked = await load(layer, after);
    ending.abort();
    const opened = await opening;
    const answered = asked.filter(({ text }) => text === 'b').length;
    const behind = timesOf(asked.filter(({ at }) => at > opened));
    tell(`${how}: a comes back`);
    await rise(a);
    const returned = await untilAnswered(layer, 'a');
    return [
      figure(`${how}: answered by b`, (answered / asked.length) * 100, '%', { wanted: { atLeast: 99.9 } }),
      figure(`${how}: added once open, 99th percentile`, percentile(behind, 0.99) - bare, 'ms', {
        wanted: { atMost: 50 },
        peer: { name: 'b alone, 99th percentile', value: bare },
      }),
      figure(`${how}: until open`, opened - died, 'ms'),
      figure(`${how}: until a answers again`, returned, 's', { wanted: { atMost: 61 } }),
    ];
  } finally {
    ending.abort();
    await Promise.all([close(), a.close(), b.close()]);
  }
}

const timesOf = (asked: readonly Asked[]) => asked.map(({ milliseconds }) => milliseconds);

/** The time for a first token is short, that the silent provider does not hold up a thousand calls at once. */
function modelsFile(a: ChaosProvider, b: ChaosProvider): object {
  const target = ({ url }: ChaosProvider) => ({
    provider: 'openai',
    baseUrl: url,
    model: 'm',
    timeouts: { firstTokenMs: 1000 },
  });
  return { targets: { a: target(a), b: target(b) }, aliases: { chat: ['a', 'b'], alone: 'b' } };
}

/** Asks at a steady rate, whether or not the answers come. */
async function load(layer: ModelLayer, count: number, alias = 'chat'): Promise<Asked[]> {
  const began = performance.now();
  const asked: Promise<Asked>[] = [];
  for (let made = 0; made < count; made += 1) {
    const late = began + (made * 1000) / ratePerSecond - performance.now();
    if (late > 0) await wait(late);
    asked.push(askOnce(layer, alias));
  }
  return Promise.all(asked);
}

async function askOnce(layer: ModelLayer, alias: string): Promise<Asked> {
  const at = performance.now();
  const text = await answerOf(layer, alias).catch(() => null);
  return { at, milliseconds: performance.now() - at, text };
}

/** When the circuit of a opened; watched while the load runs. */
async function untilOpen(metrics: Metrics, signal: AbortSignal): Promise<number> {
  while (!signal.aborted) {
    const { values } = await metrics.llmCircuitState.get();
    if (values.some(({ labels, value }) => labels.provider === 'a' && value === 2)) return performance.now();
    await wait(pollMs);
  }
  return Number.POSITIVE_INFINITY;
}

/** Seconds until a is asked again, by those who ask as before. */
async function untilAnswered(layer: ModelLayer, by: string): Promise<number> {
  const began = performance.now();
  while (performance.now() - began < returnMs) {
    if ((await askOnce(layer, 'chat')).text === by) return (performance.now() - began) / 1000;
    await wait(1000 / ratePerSecond);
  }
  return Number.POSITIVE_INFINITY;
}
