import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AppError } from 'tributary/sdk';
import { childEnvironment, repositoryRoot } from '#platform/config';
import { withOwnSystem } from '../cli/own-system.js';
import { hostileOperations, hostileRequests } from '../testkit/hostile-requests.js';
import { type Benchmark, type Figure, figure, type Peer, percentile } from './benchmark.js';
import { processTree, proportionalBytes } from './processes.js';

const repeats = 20;
const settleMs = 2_000;
const settings = { PROFILE: 'production', LIMITS: 'rate=1000000' };
const graphql = 'application/graphql-response+json';
/** What takes the longest to read must still be refused within this. */
const wanted: Readonly<Record<string, number>> = { 'S-07 3,000 fields': 20, 'S-07 20,000 fields': 20 };

type Request = () => Promise<Response>;

/** How long hostile requests take until they are refused, beside an ordinary one. */
export const cases: Benchmark = {
  name: 'cases',
  about: `hostile requests, ${repeats} of each one after another, until they are refused: the median`,
  run: (say) =>
    withOwnSystem(settings, async ({ url, dataDir, process: child }) => {
      const token = await newKey(dataDir);
      const endpoint = `${url}/graphql`;
      const headers = { accept: graphql, authorization: `Bearer ${token}` };
      const post = (query: string, variables = {}): Request => {
        const body = JSON.stringify({ query, variables });
        const init = { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } };
        return () => fetch(endpoint, init);
      };
      const memory = async () => proportionalBytes(await processTree(child?.pid ?? 0));
      say('an ordinary request');
      const peer = {
        name: '{ __typename }',
        value: percentile(await times('{ __typename }', post('{ __typename }'), [200, 200]), 0.5),
      };
      const before = await memory();
      const figures: Figure[] = [];
      for (const [id, , query, variables] of hostileOperations)
        figures.push(await refused(id, post(query, variables), peer));
      for (const [id, , , init, path = ''] of hostileRequests) {
        const request = () => fetch(endpoint + path, { ...init, headers: { ...headers, ...init.headers } });
        figures.push(await refused(id, request, peer));
      }
      await wait(settleMs);
      return [...figures, figure('memory grown meanwhile', ((await memory()) - before) / 2 ** 20, 'MB')];
    }),
};

/** The first key of a new tenant, as an operator makes it. */
async function newKey(dataDir: string): Promise<string> {
  const parameters = ['tenants', 'create', 'bench', '--admin', 'bench@example.com'];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(repositoryRoot, 'dist/cli/main.js'), ...parameters],
    { env: childEnvironment({ DATA_DIR: dataDir, PROFILE: 'production' }) },
  );
  return /^key\s+(\S+)$/m.exec(stdout)?.[1] ?? '';
}

async function refused(id: string, request: Request, peer: Peer): Promise<Figure> {
  const median = percentile(await times(id, request, [400, 499]), 0.5);
  const atMost = wanted[id];
  return figure(id, median, 'ms', { peer, wanted: atMost === undefined ? null : { atMost } });
}

/** Sends the request again and again; each must be answered with a status of this range. */
async function times(id: string, request: Request, [from, to]: readonly [number, number]): Promise<number[]> {
  const taken: number[] = [];
  for (let at = 0; at < repeats; at++) {
    const began = performance.now();
    const { status, text } = await answerOf(request);
    taken.push(performance.now() - began);
    if (status < from || status > to)
      throw new AppError('UNAVAILABLE', {
        thing: `The right answer to ${id} (it was ${status} ${text.slice(0, 200)})`,
      });
  }
  return taken;
}

async function answerOf(request: Request): Promise<{ status: number; text: string }> {
  const response = await request();
  return { status: response.status, text: await response.text() };
}
