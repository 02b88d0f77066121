import { getEventListeners } from 'node:events';
import { RunServer } from './fixtures/run-server.js';
import {
  appendToText,
  type Client,
  ClientError,
  createClient,
  noText,
  operation,
  type RunEventData,
} from './index.js';

const run: RunEventData[] = [
  { __typename: 'RunStarted', cursor: 'c0' },
  ...Array.from({ length: 8 }, (_, at) => ({
    __typename: 'TextDelta',
    cursor: `c${at + 1}`,
    text: `Wörd 😀 ${at} `,
  })),
  { __typename: 'RunFinished', cursor: 'c9' },
];
const runEvents = operation<{ runEvents: RunEventData }, { runId: string; after?: string | null }>(
  'subscription ($runId: ID!, $after: Cursor) { runEvents(runId: $runId, after: $after) { __typename cursor } }',
);

describe.each(['websocket', 'sse'] as const)('a run followed by %s', (transport) => {
  let server: RunServer;
  let client: Client;
  beforeEach(async () => {
    server = await RunServer.start(run);
    client = createClient({ url: server.url, token: 'secret', transport });
  });
  afterEach(async () => {
    await client.close();
    await server.close();
  });

  async function follow(options: Parameters<Client['follow']>[2] = {}): Promise<RunEventData[]> {
    const events: RunEventData[] = [];
    for await (const event of client.follow(runEvents, { runId: 'r' }, options)) events.push(event);
    return events;
  }

  it('is read to its end', async () => {
    expect(await follow()).toEqual(run);
    expect(server.asked).toEqual([null]);
    expect(server.tokens).toEqual(['Bearer secret']);
  });

  it('gives each part once, however often the connection is lost', async () => {
    server.behaviours = [1, 2, 1, 3, 1].map((parts) => ({ parts, end: 'cut' }));
    expect(await follow()).toEqual(run);
    expect(server.asked).toEqual([null, 'c0', 'c2', 'c3', 'c6', 'c7']);
  });

  it('goes on behind the last cursor when it is sent away, or completed before its end', async () => {
    const codes = ['GOING_AWAY', 'SLOW_CONSUMER', 'UNAVAILABLE', 'SHUTTING_DOWN'];
    server.behaviours = [
      ...codes.map((code) => ({ parts: 1, end: { code } })),
      { parts: 2, end: 'complete' as const },
    ];
    expect(await follow()).toEqual(run);
    expect(server.asked).toEqual([null, 'c0', 'c1', 'c2', 'c3', 'c5']);
  });

  it('goes on from where it is told to', async () => {
    expect(await follow({ after: 'c7' })).toEqual(run.slice(8));
  });

  it.each(['CURSOR_GONE', 'NOT_FOUND', 'FORBIDDEN'])(
    'ends with %s when it cannot be gone on with',
    async (code) => {
      server.behaviours = [
        { parts: 3, end: 'cut' },
        { parts: 0, end: { code, first: 'c5' } },
      ];
      const read: RunEventData[] = [];
      const following = (async () => {
        for await (const event of client.follow(runEvents, { runId: 'r' })) read.push(event);
      })();
      await expect(following).rejects.toMatchObject({ name: 'ClientError', code, details: { first: 'c5' } });
      expect(read).toEqual(run.slice(0, 3));
    },
  );

  it('gives up after so many attempts without a new part; a part makes them count anew', async () => {
    server.behaviours = [
      { parts: 1, end: 'cut' },
      { parts: 0, end: 'cut' },
      { parts: 1, end: 'cut' },
      ...Array.from({ length: 3 }, () => ({ parts: 0, end: 'cut' as const })),
    ];
    await expect(follow({ attempts: 2 })).rejects.toMatchObject({ code: 'NETWORK', retryable: true });
    expect(server.asked).toEqual([null, 'c0', 'c0', 'c1', 'c1']);
  });

  it('asks for the token at each connection', async () => {
    const given = ['token-1', 'token-2'];
    await client.close();
    client = createClient({ url: server.url, transport, token: async () => given.shift() ?? '' });
    server.behaviours = [{ parts: 4, end: 'cut' }];
    expect(await follow()).toEqual(run);
    expect(server.tokens).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('ends without a word when its reader aborts it, and leaves nothing open', async () => {
    server.behaviours = [{ parts: 2, end: 'stay' }];
    const leaving = new AbortController();
    const read: RunEventData[] = [];
    for await (const event of client.follow(runEvents, { runId: 'r' }, { signal: leaving.signal })) {
      read.push(event);
      if (read.length === 2) leaving.abort();
    }
    expect(read).toEqual(run.slice(0, 2));
    expect(getEventListeners(leaving.signal, 'abort')).toEqual([]);
    await server.idle();
    for await (const event of client.follow(runEvents, { runId: 'r' }, { signal: leaving.signal }))
      read.push(event);
    expect(server.asked).toHaveLength(1);
  });

  it('ends when it is aborted while it waits to try again', async () => {
    server.behaviours = [{ parts: 1, end: 'cut' }];
    const leaving = new AbortController();
    const following = client.follow(runEvents, { runId: 'r' }, { signal: leaving.signal });
    expect((await following.next()).value).toEqual(run[0]);
    const next = following.next();
    await server.idle();
    leaving.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(getEventListeners(leaving.signal, 'abort')).toEqual([]);
    expect(server.asked).toHaveLength(1);
  });

  it('leaves nothing open when its reader has seen enough, and keeps no listener over many connections', async () => {
    const signal = new AbortController().signal;
    server.behaviours = [{ parts: 9, end: 'stay' }];
    for await (const event of client.follow(runEvents, { runId: 'r' }, { signal })) {
      if (event.cursor === 'c4') break;
    }
    await server.idle();
    server.behaviours = [1, 1, 1, 1, 1].map((parts) => ({ parts, end: 'cut' }));
    for await (const _event of client.follow(runEvents, { runId: 'r' }, { signal }));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await client.close();
    await server.idle();
  });

  it('is a subscription like any other: its errors are thrown with their codes', async () => {
    server.behaviours = [{ parts: 1, end: { code: 'COST_TOO_HIGH' } }];
    const read: unknown[] = [];
    const reading = (async () => {
      for await (const data of client.subscribe(runEvents, { runId: 'r' })) read.push(data);
    })();
    await expect(reading).rejects.toBeInstanceOf(ClientError);
    await expect(reading).rejects.toMatchObject({ code: 'COST_TOO_HIGH', message: 'It is COST_TOO_HIGH' });
    expect(read).toEqual([{ runEvents: run[0] }]);
    server.behaviours = [{ parts: 1, end: 'cut' }];
    const cut = (async () => {
      for await (const _data of client.subscribe(runEvents, { runId: 'r' }));
    })();
    await expect(cut).rejects.toMatchObject({ code: 'NETWORK', retryable: true });
  });

  it('cannot be reached when nothing is there', async () => {
    const gone = await RunServer.start(run);
    const away = createClient({ url: gone.url, token: 'secret', transport });
    await gone.close();
    const reading = away.follow(runEvents, { runId: 'r' }, { attempts: 1 }).next();
    await expect(reading).rejects.toMatchObject({ code: 'NETWORK', retryable: true });
    await away.close();
  });
});

describe('server-sent events that never begin', () => {
  it.each([
    [
      { status: 401, body: { errors: [{ message: 'Who?', extensions: { code: 'UNAUTHENTICATED' } }] } },
      'UNAUTHENTICATED',
      false,
    ],
    [{ status: 503, body: '<html>' }, 'NETWORK', true],
    [{ status: 404, body: '<html>' }, 'NETWORK', false],
  ])('%j', async (answer, code, retryable) => {
    const server = await RunServer.start(run);
    const client = createClient({ url: server.url, token: 'secret', transport: 'sse' });
    server.answers = [answer];
    const reading = client.subscribe(runEvents, { runId: 'r' }).next();
    await expect(reading).rejects.toMatchObject({ code, retryable, details: { status: answer.status } });
    await server.close();
  });
});

test('what another model goes on with stands behind what the first has said', () => {
  const events = [
    { __typename: 'RunRestarted', cursor: '1', epoch: 1 },
    { __typename: 'TextDelta', cursor: '2', text: 'to be ', resumed: null },
    { __typename: 'TextDelta', cursor: '3', text: 'continued', resumed: true },
  ];
  expect(events.reduce(appendToText, { text: 'lost', checked: false })).toEqual({
    text: 'to be continued',
    checked: false,
  });
});

test('the text of a run is that of its last epoch, unchecked to its end', () => {
  const events = [
    { __typename: 'RunStarted', cursor: '0' },
    { __typename: 'TextDelta', cursor: '1', text: 'wro' },
    { __typename: 'RunRestarted', cursor: '2' },
    { __typename: 'TextDelta', cursor: '3', text: 'rig' },
    { __typename: 'Citation', cursor: '4' },
    { __typename: 'TextDelta', cursor: '5', text: 'ht' },
  ];
  const shown = events.reduce(appendToText, noText);
  expect(shown).toEqual({ text: 'right', checked: false });
  expect(appendToText(shown, { __typename: 'RunFinished', cursor: '6' })).toEqual({
    text: 'right',
    checked: true,
  });
  expect(noText).toEqual({ text: '', checked: false });
});
