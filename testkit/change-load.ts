import { setTimeout as wait } from 'node:timers/promises';
import { type Client, ClientError, createClient, operation, type RunEventData } from 'tributary/client';
import { type ChangeData, disable, enable, saidText, writeMoods } from './moods-plugin.js';

export interface LoadOptions {
  url: string;
  token: string;
  /** The folder of plugins of that system. */
  folder: string;
  /** Enables and disables, together. */
  changes: number;
  queriesPerSecond: number;
  streams: number;
  say?(line: string): void;
}

/** What happened to whom while plugins came and went. */
export interface LoadReport {
  queries: number;
  failedQueries: readonly string[];
  queryMs: readonly number[];
  streams: number;
  parts: number;
  /** Streams that did not say exactly what they had to. */
  badStreams: readonly string[];
  changeMs: readonly number[];
  failedChanges: readonly string[];
  /** Operations that refused changes were refused for. */
  refusals: readonly (readonly string[])[];
}

const times = 40;
const everyMs = 200;
const settleMs = 1000;
const refusedEvery = 10;

const documents = operation<{ documents: { totalCount: number }; steady: string }>(
  'query Load { documents(first: 5) { totalCount nodes { id name } } steady }',
);
const stream = operation<
  { steadyStream: RunEventData },
  { times: number; everyMs: number; seed: number; after: string | null }
>(
  `subscription LoadStream($times: Int!, $everyMs: Int!, $seed: Int, $after: Cursor) {
     steadyStream(times: $times, everyMs: $everyMs, seed: $seed, after: $after) {
       __typename runId cursor ... on TextDelta { text } ... on RunFailed { code message }
     }
   }`,
);
const register = operation<unknown>(
  `mutation Register {
     registerOperation(input: { document: "query Steady { steady }" }) { __typename }
   }`,
);

/** A steady load of queries and streams on one plugin, while another is turned on and off. */
export async function loadDuringChanges(options: LoadOptions): Promise<LoadReport> {
  const { url, token, folder, changes, say = () => undefined } = options;
  const clients = Array.from({ length: 5 }, () => createClient({ url, token }));
  const office = clients[0] as Client;
  const over = new AbortController();
  try {
    await writeMoods(folder, { id: 'steady', word: 'steady' });
    await writeMoods(folder, { id: 'visitor' });
    expectDone(await change(office, enable, 'steady'));
    await office.request(register);
    const queries = queryLoad(office, options.queriesPerSecond, over.signal);
    const streams = Array.from({ length: options.streams }, (_, at) =>
      streamLoad(clients[at % clients.length] as Client, at, over.signal),
    );
    await wait(settleMs);
    const changed = await makeChanges(office, changes, say);
    over.abort();
    const [asked, read] = await Promise.all([queries, Promise.all(streams)]);
    return {
      ...asked,
      ...changed,
      streams: read.reduce((sum, one) => sum + one.streams, 0),
      parts: read.reduce((sum, one) => sum + one.parts, 0),
      badStreams: read.flatMap(({ bad }) => bad),
    };
  } finally {
    over.abort();
    await Promise.all(clients.map((client) => client.close()));
  }
}

async function makeChanges(client: Client, count: number, say: (line: string) => void) {
  const changeMs: number[] = [];
  const failedChanges: string[] = [];
  const refusals: string[][] = [];
  for (let at = 0; at < count; at += 1) {
    const began = performance.now();
    const outcome = await change(client, at % 2 === 0 ? enable : disable, 'visitor');
    changeMs.push(performance.now() - began);
    say(`change ${at + 1} of ${count}: ${outcome.__typename} in ${Math.round(changeMs[at] ?? 0)} ms`);
    if (outcome.code !== undefined) failedChanges.push(`${outcome.code}: ${outcome.message}`);
    if (at % refusedEvery === 0) {
      const refused = await change(client, disable, 'steady');
      refusals.push(refused.culprits?.flatMap(({ operation: named }) => named ?? []) ?? []);
    }
  }
  return { changeMs, failedChanges, refusals };
}

async function change(client: Client, way: typeof enable, plugin: string): Promise<ChangeData> {
  return (await client.request(way, { input: { plugin } })).change;
}

function expectDone({ code, message }: ChangeData): void {
  if (code !== undefined) throw new RangeError(`${code}: ${message}`);
}

/** Queries at a steady pace, whether the one before has been answered or not. */
async function queryLoad(client: Client, perSecond: number, over: AbortSignal) {
  const queryMs: number[] = [];
  const failedQueries: string[] = [];
  const open: Promise<void>[] = [];
  const ask = async () => {
    const began = performance.now();
    try {
      const { steady } = await client.request(documents);
      if (steady !== 'steady') failedQueries.push(`answered ${steady}`);
    } catch (error) {
      failedQueries.push(error instanceof ClientError ? `${error.code}: ${error.message}` : String(error));
    }
    queryMs.push(performance.now() - began);
  };
  const began = performance.now();
  for (let sent = 0; !over.aborted; sent += 1) {
    const due = began + (sent * 1000) / perSecond - performance.now();
    if (due > 0) await wait(due);
    open.push(ask());
  }
  await Promise.all(open);
  return { queries: queryMs.length, queryMs, failedQueries };
}

/** One stream after another, each read to its end. */
async function streamLoad(client: Client, lane: number, over: AbortSignal) {
  const bad: string[] = [];
  let streams = 0;
  let parts = 0;
  while (!over.aborted) {
    const seed = lane * 10_000 + streams;
    let text = '';
    try {
      for await (const event of client.follow(stream, { times, everyMs, seed })) {
        if (event.__typename === 'RunRestarted') text = '';
        if (event.__typename === 'RunFailed') bad.push(`${String(event.code)}: ${String(event.message)}`);
        if (event.__typename === 'TextDelta') {
          text += String(event.text);
          parts += 1;
        }
      }
      if (text !== saidText('steady', times)) bad.push(`it said ${text}`);
    } catch (error) {
      bad.push(error instanceof ClientError ? `${error.code}: ${error.message}` : String(error));
    }
    streams += 1;
  }
  return { streams, parts, bad };
}
