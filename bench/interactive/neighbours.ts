import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Caller } from '../../testkit/caller.js';
import { unhurried } from '../../testkit/providers/index.js';
import { TestSystem } from '../../testkit/system.js';
import { makeTenants } from '../../testkit/tenants.js';
import { type Benchmark, figure, percentile } from '../benchmark.js';

const parallel = 100;
/** Asks of the calm tenant before the load and after it; beside it as many as both. An answer takes about a second. */
const asked = 25;
const warmUp = 10;
/** After a refusal: sooner than it is told to, as impatient clients do. */
const againMs = 250;
/** How much later the slowest may come (AI-12 of the cases of AI security). */
const mostRatio = 1.2;

const ask = `mutation Ask($input: SummarizeTextInput!) { summarizeText(input: $input) { __typename
  ... on Failure { code } } }`;

/** One tenant that asks as much as it can beside another that asks one question after another. */
export const neighbours: Benchmark = {
  name: 'neighbours',
  about: `answers of one tenant beside ${parallel} asks at once of another`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-neighbours-'));
    const answerer = new Worker(new URL('./answerer.js', import.meta.url));
    const [baseUrl] = (await once(answerer, 'message')) as [string];
    const models = join(folder, 'models.json');
    const chat = { provider: 'openai', baseUrl, timeouts: unhurried, model: 'm' };
    await writeFile(models, JSON.stringify({ aliases: { chat } }));
    const system = await TestSystem.start({ settings: { MODELS: `file:${models}` } });
    try {
      const [calm, greedy] = await makeTenants(system, ['calm', 'greedy']);
      if (!calm || !greedy) throw new AppError('INTERNAL', { reason: 'the tenants were not made' });
      await answersOf(calm.admin, warmUp);
      say('alone');
      const before = await answersOf(calm.admin, asked);
      say(`beside ${parallel} asks at once`);
      const load = startAsking(greedy.admin);
      const beside = await answersOf(calm.admin, 2 * asked);
      const { answered, refused } = await load.stop();
      say('alone again');
      const alone = [...before, ...(await answersOf(calm.admin, asked))];
      const [p99, peer99] = [percentile(beside, 0.99), percentile(alone, 0.99)];
      return [
        figure('whole answer beside the load, median', percentile(beside, 0.5), 'ms', {
          peer: { name: 'alone', value: percentile(alone, 0.5) },
        }),
        figure('whole answer beside the load, 99th percentile', p99, 'ms', {
          peer: { name: 'alone', value: peer99 },
        }),
        figure('that against alone', p99 / peer99, 'times', { wanted: { atMost: mostRatio } }),
        figure('answers of the other tenant', answered, 'answers'),
        figure('its asks that were refused', refused, 'asks'),
      ];
    } finally {
      await system.close();
      await answerer.terminate();
      await rm(folder, { recursive: true });
    }
  },
};

/** Never the same twice: nothing is answered from what is stored. */
const question = () => ({ input: { text: `Note ${newId()}: the keeper rings the bell at four.` } });

/** How long each answer takes, one after another. */
async function answersOf(caller: Caller, count: number): Promise<number[]> {
  const times: number[] = [];
  while (times.length < count) {
    const began = performance.now();
    const { summarizeText } = await caller.data(ask, question());
    if (summarizeText.__typename !== 'TextSummary') {
      throw new AppError('RUN_FAILED', { reason: `the answer was ${JSON.stringify(summarizeText)}` });
    }
    times.push(performance.now() - began);
  }
  return times;
}

/** Asks so many at once, each again as soon as it is answered or refused. */
function startAsking(caller: Caller) {
  let isOver = false;
  const counts = { answered: 0, refused: 0 };
  const askers = Array.from({ length: parallel }, async () => {
    while (!isOver) {
      const { status } = await caller.post(ask, question());
      if (status === 200) counts.answered += 1;
      else {
        counts.refused += 1;
        await wait(againMs);
      }
    }
  });
  return {
    async stop() {
      isOver = true;
      await Promise.all(askers);
      return counts;
    },
  };
}
