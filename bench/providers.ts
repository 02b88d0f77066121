import type { ModelLayer } from '#platform/models';
import {
  say as answer,
  type Behaviour,
  type ChaosProvider,
  drip,
  hangAfter,
  refuse,
  startChaosProvider,
  startFullPort,
} from '../testkit/providers/index.js';
import { type Benchmark, type Figure, figure } from './benchmark.js';
import { answerOf, newCaller, openLayer } from './model-caller.js';

const rounds = 5;
const firstTokenMs = 300;
const connectMs = 2000;
const deadlineMs = 500;
const retryAfterMs = 1000;
const callers = 20;

/** A target for each round: one that refuses every other call comes to rest. */
const tolds = Array.from({ length: rounds }, (_, round) => `told${round}`);

/** How exactly the waits for providers end that do not answer. Each figure is the worst of its rounds. */
export const providers: Benchmark = {
  name: 'providers',
  about: 'how exactly calls keep to the times for providers that hang, refuse or are not there',
  async run(say) {
    const [a, b, full] = await Promise.all([startChaosProvider(), startChaosProvider(), startFullPort()]);
    const { layer, close } = await openLayer(modelsFile(a, b, full.origin));
    try {
      b.next(answer('b'));
      // The libraries are loaded here.
      await answerOf(layer, 'b');
      say('waits for Retry-After');
      const told = await retryAfter(layer, a);
      say('waits for a first token and for a connection');
      const silent = await untilFallback(layer, 'silent', b, () => a.next(hangAfter()));
      const unreachable = await untilFallback(layer, 'unreachable', b);
      say('waits for the end of the request');
      return [...told, ...started(silent, unreachable), ...(await deadlines(layer, a))];
    } finally {
      await Promise.all([close(), a.close(), b.close(), full.close()]);
    }
  },
};

function modelsFile(a: ChaosProvider, b: ChaosProvider, fullOrigin: string): object {
  const target = (baseUrl: string, timeouts: object = {}) => ({
    provider: 'openai',
    baseUrl,
    model: 'm',
    timeouts,
  });
  return {
    targets: {
      ...Object.fromEntries(tolds.map((name) => [name, target(a.url)])),
      late: target(a.url),
      quick: target(a.url, { firstTokenMs }),
      full: target(`${fullOrigin}/v1`, { connectMs }),
      b: target(b.url),
    },
    aliases: {
      ...Object.fromEntries(tolds.map((name) => [name, [name]])),
      chat: 'late',
      b: 'b',
      silent: ['quick', 'b'],
      unreachable: ['full', 'b'],
    },
  };
}

async function retryAfter(layer: ModelLayer, a: ChaosProvider): Promise<Figure[]> {
  const refusal = refuse(429, {
    kind: 'rate-limit',
    headers: { 'retry-after': String(retryAfterMs / 1000) },
  });
  let farthest = 0;
  const [last = '', ...others] = tolds;
  for (const alias of others) {
    a.next(refusal, answer('a'));
    await answerOf(layer, alias);
    for (const wait of waitsOf(a)) farthest = Math.max(farthest, Math.abs(wait - retryAfterMs));
  }
  a.next(refusal, answer('a'));
  const told = Promise.withResolvers<void>();
  const first = answerOf(layer, last, { ...newCaller(), used: async () => told.resolve() });
  await told.promise;
  await Promise.all([first, ...Array.from({ length: callers }, () => answerOf(layer, last))]);
  const tooEarly = waitsOf(a).filter((wait) => wait < retryAfterMs * 0.9);
  return [
    figure('Retry-After of a second: farthest from it', (farthest / retryAfterMs) * 100, '%', {
      wanted: { atMost: 10 },
    }),
    figure(`Retry-After: requests before it, of ${callers} who asked meanwhile`, tooEarly.length, '', {
      wanted: { atMost: 0 },
    }),
  ];
}

/** From the first request to each later one. */
function waitsOf({ seen }: ChaosProvider): number[] {
  return seen.slice(1).map(({ at }) => at - (seen[0]?.at ?? 0));
}

/** From the beginning of the call to the request at b, in milliseconds; the longest. */
async function untilFallback(layer: ModelLayer, alias: string, b: ChaosProvider, prepare = () => {}) {
  let longest = 0;
  // Few enough that the circuit stays closed.
  for (let round = 0; round < rounds - 1; round += 1) {
    prepare();
    b.next(answer('b'));
    const began = performance.now();
    await answerOf(layer, alias);
    longest = Math.max(longest, (b.seen[0]?.at ?? Number.POSITIVE_INFINITY) - began);
  }
  return longest;
}

function started(silent: number, unreachable: number): Figure[] {
  return [
    figure(`no first token in ${firstTokenMs} ms: the next is asked after`, silent, 'ms', {
      wanted: { atMost: firstTokenMs + 100 },
    }),
    figure(`no connection in ${connectMs} ms: the next is asked after`, unreachable, 'ms', {
      wanted: { atMost: connectMs + 100 },
    }),
  ];
}

async function deadlines(layer: ModelLayer, a: ChaosProvider): Promise<Figure[]> {
  const behaviours: [string, Behaviour][] = [
    ['silent', hangAfter()],
    ['silent after its first part', hangAfter('a')],
    ['a byte each 50 ms', drip(50, 'a'.repeat(200))],
    ['busy', refuse(503, { kind: 'overloaded' })],
  ];
  const figures: Figure[] = [];
  for (const [name, behaviour] of behaviours) {
    a.next(behaviour);
    const tookMs = await timeToFail(layer);
    figures.push(
      figure(`deadline of ${deadlineMs} ms, provider ${name}: over after`, tookMs, 'ms', {
        wanted: { atMost: deadlineMs + 250 },
      }),
    );
  }
  return figures;
}

async function timeToFail(layer: ModelLayer): Promise<number> {
  const caller = newCaller();
  const context = { ...caller.context, deadline: Date.now() + deadlineMs };
  const began = performance.now();
  const parts = layer.serve({ ...caller, context }).stream({ prompt: 'bench', variables: {}, alias: 'chat' });
  try {
    for await (const _ of parts);
  } catch {
    return performance.now() - began;
  }
  return Number.POSITIVE_INFINITY;
}
