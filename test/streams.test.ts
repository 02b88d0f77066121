import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  appendToText,
  type Client,
  createClient,
  noText,
  operation,
  type RunEventData,
} from 'tributary/client';
import { CutProxy } from '../testkit/cut-proxy.js';
import { type ChaosProvider, sayAll, startChaosProvider, unhurried } from '../testkit/providers/index.js';
import { eventually, TestSystem } from '../testkit/system.js';

/*
 * Streams as clients have them: over both transports, cut, resumed, joined, and begun anew after a crash. The long ones
 * come from a model server of the test, which says the next part when the test lets it.
 */

const runParts = `__typename runId cursor
  ... on TextDelta { text }
  ... on Citation { page start end quote answerStart answerEnd document { id name kind status } }
  ... on RunRestarted { epoch reason }
  ... on RunFailed { code }
  ... on RunFinished { result { __typename ... on Answer { text result { engine grounded decisionId } } } }`;
const ask = operation<{ ask: RunEventData }, { question: string; after: string | null }>(
  `subscription Ask($question: String!, $after: Cursor) { ask(question: $question, after: $after) { ${runParts} } }`,
);
const runEvents = operation<{ runEvents: RunEventData }, { runId: string; after: string | null }>(
  `subscription Follow($runId: ID!, $after: Cursor) { runEvents(runId: $runId, after: $after) { ${runParts} } }`,
);
const letter = `Northern Printing Ltd
4 Mill Lane, Leeds LS1 4AB

INVOICE

Bill to: Meadow Design Studio
Invoice number: NP-77
Invoice date: 3 March 2026
Total due: GBP 300.00

The northern lighthouse is guarded at night by the keeper Amalia Brandt.

On the wall: Die Wärterin bewacht 灯塔 bei Nacht 🗼🌊, sagt Amélie 𠮷田. So steht es geschrieben.
`;
const question = 'Who guards the northern lighthouse at night?';

const settings: Record<string, string> = {};
let system: TestSystem;
let models: ChaosProvider;
let folder: string;
let documentId: string;
let isDown = false;
const clients: Client[] = [];
const proxies: CutProxy[] = [];

beforeAll(async () => {
  models = await startChaosProvider();
  folder = await mkdtemp(join(tmpdir(), 'tributary-streams-'));
  const chat = { provider: 'openai', baseUrl: models.url, timeouts: unhurried, model: 'test-model' };
  await writeFile(join(folder, 'models.json'), JSON.stringify({ aliases: { chat } }));
  system = await TestSystem.start({ settings });
  const { id } = await system.client().upload({ name: 'invoice.txt', bytes: Buffer.from(letter) });
  documentId = id;
  const state = operation<{ document: { status: string } }, { id: string }>(
    'query State($id: ID!) { document(id: $id) { status } }',
  );
  await eventually(
    () => system.client().request(state, { id }),
    ({ document }) => document.status !== 'PROCESSING',
  );
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await system.close();
  await models.close();
  await rm(folder, { recursive: true });
});

type Transport = 'websocket' | 'sse';

function clientAt(url: string, transport: Transport): Client {
  const client = createClient({ url, token: system.token, transport });
  clients.push(client);
  return client;
}

/** A line that can be cut, to wherever the system listens now. */
async function openLine(): Promise<CutProxy> {
  const proxy = await CutProxy.open(() => (isDown ? null : Number(new URL(system.url).port)));
  proxies.push(proxy);
  return proxy;
}

/** What one reader of a run has read. */
interface Reader {
  readonly events: RunEventData[];
  readonly ended: Promise<void>;
}

function read(stream: AsyncIterable<RunEventData>): Reader {
  const events: RunEventData[] = [];
  const ended = (async () => {
    for await (const event of stream) events.push(event);
  })();
  ended.catch(() => undefined);
  return { events, ended };
}

const textOf = ({ events }: Reader) => events.reduce(appendToText, noText).text;
const answered = ({ events }: Reader) =>
  events.at(-1) as unknown as { result: { __typename: string; text: string } };

async function rowsOf(runId: string): Promise<{ runs: number; decisions: number; epoch: number }> {
  const [row] = await system.query<{ runs: string; decisions: string; epoch: number }>(
    `select (select count(*) from capabilities.runs where input = r.input) as runs, r.epoch,
            (select count(*) from platform.audit_intake where kind = 'decision'
               and subjects @> jsonb_build_array(jsonb_build_object('id', r.id::text))) as decisions
       from capabilities.runs r where r.id = $1`,
    [runId],
  );
  return { runs: Number(row?.runs), decisions: Number(row?.decisions), epoch: row?.epoch ?? 0 };
}

it.each(['websocket', 'sse'] as const)(
  'shows over %s what an answer cites, with fields of another subgraph',
  async (transport) => {
    const reader = read(clientAt(system.url, transport).follow(ask, { question }));
    await reader.ended;
    const citations = reader.events.filter(({ __typename }) => __typename === 'Citation');
    expect(citations.length).toBeGreaterThan(0);
    for (const { document, quote } of citations) {
      expect(document).toEqual({
        id: documentId,
        name: 'invoice.txt',
        kind: 'invoice',
        status: expect.any(String),
      });
      expect(letter).toContain(String(quote).split('\n')[0]);
    }
    expect(textOf(reader)).toContain('Amalia Brandt');
    expect(answered(reader).result).toMatchObject({ __typename: 'Answer', text: textOf(reader) });
  },
);

describe('with a model that speaks slowly', () => {
  /** Emoji beyond the basic plane, Chinese, a combining accent: each may be cut in two by a part of three units. */
  const sentence = 'Die Wärterin bewacht 灯塔 bei Nacht 🗼🌊, sagt Ame\u0301lie 𠮷田. ';
  const spoken = `${sentence.repeat(20)}So steht es geschrieben. [1]`;
  const parts = spoken.match(/[\s\S]{1,3}/g) ?? [];

  beforeAll(async () => {
    settings.MODELS = `file:${join(folder, 'models.json')}`;
    await system.query(
      `insert into capabilities.prices (id, provider, model, effective_from, rates, entered_by)
       values (gen_random_uuid(), 'openai', 'test-model', '2020-01-01', $1, 'test')`,
      [{ input: '1000000', output: '2000000', cacheRead: null, cacheWrite: null, reasoning: null }],
    );
    await system.stop();
    await system.start();
  });

  /** Says all parts, no more of them than it was allowed to. */
  class Pace {
    #allowed = 0;
    #told = Promise.withResolvers<void>();

    allow(count: number): void {
      this.#allowed += count;
      this.#told.resolve();
    }

    async *say(): AsyncGenerator<string> {
      for (const [index, part] of parts.entries()) {
        while (index >= this.#allowed) {
          this.#told = Promise.withResolvers();
          await this.#told.promise;
        }
        yield part;
      }
    }
  }
  const more = (readers: readonly Reader[]) => {
    const before = readers.map(({ events }) => events.length);
    return eventually(async () => readers.every(({ events }, at) => events.length > (before[at] ?? 0)));
  };

  const resumed = async () => {
    const metrics = await (await fetch(`${system.url}/metrics`)).text();
    return Number(metrics.match(/^stream_resume_total\{result="RESUMED"\} (\d+)$/m)?.[1] ?? 0);
  };

  it('gives who is cut off five times the same bytes as who stays, and all of them one run', async () => {
    const pace = new Pace();
    models.next(sayAll(pace.say()));
    const asked = { question: `${question} In deutscher Sprache, bitte.` };
    const stayed = read(clientAt(system.url, 'websocket').follow(ask, asked));
    await more([stayed]);
    const lines = [await openLine(), await openLine()];
    const dropped = [
      read(clientAt(lines[0]!.url, 'websocket').follow(ask, asked)),
      read(clientAt(lines[1]!.url, 'sse').follow(ask, asked)),
    ];
    for (let cuts = 0; cuts < 5; cuts++) {
      const waiting = more([stayed, ...dropped]);
      pace.allow(Math.floor(parts.length / 6));
      await waiting;
      // What they read may have come before the last cut: both are to be back before the next.
      await eventually(resumed, (count) => count >= 2 * cuts);
      expect(lines.map((line) => line.cut() > 0)).toEqual([true, true]);
    }
    const late = read(clientAt(system.url, 'sse').follow(ask, asked));
    pace.allow(parts.length);
    await Promise.all([stayed, ...dropped, late].map(({ ended }) => ended));

    expect(textOf(stayed)).toBe(spoken);
    expect(textOf(stayed)).not.toContain('\u{fffd}');
    expect(answered(stayed).result).toMatchObject({ __typename: 'Answer', text: spoken });
    for (const reader of [...dropped, late]) expect(reader.events).toEqual(stayed.events);
    expect(stayed.events.filter(({ __typename }) => __typename === 'TextDelta').length).toBeGreaterThan(6);
    const runId = String(stayed.events[0]?.runId);
    expect(await rowsOf(runId)).toEqual({ runs: 1, decisions: 1, epoch: 0 });
    expect(models.requests).toHaveLength(1);

    const replayed = read(clientAt(system.url, 'websocket').follow(runEvents, { runId }));
    await replayed.ended;
    expect(replayed.events).toEqual(stayed.events);
    for (const at of [0, 3, stayed.events.length - 2]) {
      const after = stayed.events[at]?.cursor ?? null;
      const rest = read(clientAt(system.url, 'sse').follow(runEvents, { runId }, { after }));
      await rest.ended;
      expect(rest.events).toEqual(stayed.events.slice(at + 1));
    }
    expect(await resumed()).toBeGreaterThanOrEqual(13);
  });

  it('begins anew after a crash, says so, and shows and bills the text of each attempt once', async () => {
    const first = new Pace();
    const second = new Pace();
    models.next(sayAll(first.say()), sayAll(second.say()));
    const asked = { question: `${question} Noch einmal.` };
    const lines = [await openLine(), await openLine()];
    const readers = [
      read(clientAt(lines[0]!.url, 'websocket').follow(ask, asked)),
      read(clientAt(lines[1]!.url, 'sse').follow(ask, asked)),
    ];
    const begun = eventually(async () => readers.every((reader) => textOf(reader).length > 100));
    first.allow(Math.floor(parts.length / 2));
    await begun;
    const before = readers.map(textOf);
    expect(before.every((text) => spoken.startsWith(text) && text.length < spoken.length)).toBe(true);
    isDown = true;
    await system.kill();
    second.allow(parts.length);
    await system.start();
    isDown = false;
    await Promise.all(readers.map(({ ended }) => ended));

    const [one, other] = readers as [Reader, Reader];
    expect(one.events.filter(({ __typename }) => __typename === 'RunRestarted')).toMatchObject([
      { epoch: 1 },
    ]);
    expect(one.events).toEqual(other.events);
    expect(textOf(one)).toBe(spoken);
    expect(answered(one).result).toMatchObject({ __typename: 'Answer', text: spoken });
    const cursors = one.events.map(({ cursor }) => cursor);
    expect(new Set(cursors).size).toBe(cursors.length);
    expect(models.requests).toHaveLength(2);
    // What was published before the crash is in the log as it was.
    const replayed = read(
      clientAt(system.url, 'websocket').follow(runEvents, { runId: String(one.events[0]?.runId) }),
    );
    await replayed.ended;
    expect(replayed.events).toEqual(one.events);
    const runId = String(one.events[0]?.runId);
    expect(await rowsOf(runId)).toMatchObject({ runs: 1, epoch: 1 });
    const billed = await system.query(
      `select epoch, outcome, nano_usd > 0 as "isPaid" from capabilities.model_calls where run_id = $1 order by epoch`,
      [runId],
    );
    expect(billed).toEqual([
      { epoch: 0, outcome: 'lost', isPaid: true },
      { epoch: 1, outcome: 'ok', isPaid: true },
    ]);
    expect(await system.query('select 1 from capabilities.holds where run_id = $1', [runId])).toEqual([]);
  });

  it('goes on though its reader left, and stops when it is cancelled', async () => {
    const pace = new Pace();
    models.next(sayAll(pace.say()));
    const asked = { question: `${question} Und jetzt?` };
    const leaving = new AbortController();
    const reader = read(clientAt(system.url, 'websocket').follow(ask, asked, { signal: leaving.signal }));
    const begun = more([reader]);
    await begun;
    const runId = String(reader.events[0]?.runId);
    leaving.abort();
    const watching = read(clientAt(system.url, 'sse').follow(runEvents, { runId }));
    pace.allow(60);
    await eventually(async () => textOf(watching).length > 60);
    const cancel = operation<{ cancelRun: { __typename: string } }, { runId: string }>(
      'mutation Cancel($runId: ID!) { cancelRun(input: { runId: $runId }) { __typename } }',
    );
    expect((await clientAt(system.url, 'sse').request(cancel, { runId })).cancelRun.__typename).toBe(
      'CancelRunPayload',
    );
    await watching.ended;
    expect(watching.events.at(-1)?.__typename).toBe('RunCancelled');
    pace.allow(parts.length);
  });
});

describe('a cursor', () => {
  const codeOf = (stream: AsyncIterable<RunEventData>) =>
    read(stream).ended.then(
      () => 'no error',
      (error: { code: string }) => error.code,
    );
  let runId: string;
  let cursor: string;
  beforeAll(async () => {
    const reader = read(clientAt(system.url, 'sse').follow(ask, { question }));
    await reader.ended;
    runId = String(reader.events[0]?.runId);
    cursor = reader.events[1]?.cursor ?? '';
  });

  it.each(['websocket', 'sse'] as const)(
    'that is forged, of another run, or expired is told so over %s',
    async (transport) => {
      const client = clientAt(system.url, transport);
      const follow = (after: string) => codeOf(client.follow(runEvents, { runId }, { after }));
      expect(await follow('nonsense')).toBe('CURSOR_INVALID');
      const forged = cursor.slice(0, -2) + (cursor.endsWith('AA') ? 'BB' : 'AA');
      expect(await follow(forged)).toBe('CURSOR_INVALID');
      const other = read(client.follow(ask, { question: 'Who prints?' }));
      await other.ended;
      expect(await follow(other.events[0]?.cursor ?? '')).toBe('CURSOR_INVALID');
      expect(await codeOf(client.follow(ask, { question: 'Who prints?' }, { after: 'nonsense' }))).toBe(
        'CURSOR_INVALID',
      );
    },
  );

  it('that is older than the log is gone, and the answer says where to go on', async () => {
    await system.query('delete from platform.run_events where run_id = $1 and seq <= 2', [runId]);
    for (const transport of ['websocket', 'sse'] as const) {
      const client = clientAt(system.url, transport);
      expect(await codeOf(client.follow(runEvents, { runId }))).toBe('CURSOR_GONE');
    }
    await system.query('delete from platform.run_events where run_id = $1', [runId]);
    expect(await codeOf(clientAt(system.url, 'sse').follow(runEvents, { runId }, { after: cursor }))).toBe(
      'CURSOR_GONE',
    );
  });
});
