import { randomUUID } from 'node:crypto';
import type { RunEvent } from 'tributary/sdk';
import { answerWith, breakAfter, refuse, resetAfter, say, unhurried } from '../../testkit/providers/index.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { type ModelHost, openModelHost } from './fixtures/model-host.js';

const tenant = randomUUID();
const anna = callerOf(tenant, { actor: 'user:anna', roles: ['member'] });
let host: ModelHost;

/** Every part of the tests has targets that nothing has befallen. */
const openHost = async () => {
  host = await openModelHost((baseUrl) => ({
    targets: {
      main: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'main-model' },
      spare: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'spare-model' },
    },
    aliases: { chat: { targets: ['main', 'spare'], onBreak: 'continue' } },
  }));
};

const ask = async (capability: string, question: string) => {
  const runId = await host.start(anna, capability, { question });
  await host.work(anna, runId);
  return host.events(anna, runId);
};
const said = (events: RunEvent[]) =>
  events.map((event) => (event.type === 'TextDelta' ? event.text : '')).join('');

describe('before anything was said', () => {
  beforeAll(openHost);
  afterAll(() => host.close());

  it.each([
    ['bad key', refuse(401, { kind: 'authentication' })],
    ['bad request', refuse(400)],
    ['broken server', refuse(500)],
    ['reset', resetAfter()],
  ])(
    'lets the built-in engine answer when the model fails before it said anything: %s',
    async (name, fault) => {
      host.provider.next(fault);
      const events = await ask('trial.ask', name);
      expect(events.at(-1)).toMatchObject({
        type: 'RunFinished',
        result: {
          type: 'Answer',
          text: `I do not know: ${name}`,
          result: { engine: 'BUILT_IN', truncated: false },
        },
      });
    },
  );
});

describe('where nobody has seen what was said', () => {
  beforeAll(openHost);
  afterAll(() => host.close());

  it('lets the built-in engine answer after a stream that broke', async () => {
    host.provider.next(breakAfter('It all began when the '));
    const { result } = await host.runner.execute({
      capability: 'trial.ask',
      input: { question: 'Unseen?' },
      context: anna,
      signal: AbortSignal.timeout(20_000),
    });
    expect(result).toMatchObject({ text: 'I do not know: Unseen?', result: { engine: 'BUILT_IN' } });
  });
});

describe('with models that recover', () => {
  beforeAll(openHost);
  afterAll(() => host.close());

  it('fails when the capability wants no other engine, and asks again next time', async () => {
    host.provider.next(refuse(400));
    expect((await ask('trial.firm', 'Who?')).at(-1)).toMatchObject({
      type: 'RunFailed',
      code: 'MODEL_FAILED',
    });
    host.provider.next(say('She.'));
    expect((await ask('trial.firm', 'Who?')).at(-1)).toMatchObject({ result: { text: 'She.' } });
  });

  it('refuses what no model may say, unless the built-in engine can', async () => {
    host.provider.next(refuse(400, { kind: 'content-policy' }));
    expect((await ask('trial.firm', 'Forbidden?')).at(-1)).toMatchObject({
      result: { type: 'Refused', code: 'CONTENT_REFUSED' },
    });
    expect((await ask('trial.ask', 'Forbidden?')).at(-1)).toMatchObject({
      result: { type: 'Answer', result: { engine: 'BUILT_IN' } },
    });
  });

  it('goes on with another model where the first broke off, and says where', async () => {
    const start = 'The Rhine is a river that begins in the Alps and ';
    host.provider.by(({ model }) => (model === 'main-model' ? breakAfter(start) : say('flows to the sea.')));
    const events = await ask('trial.firm', 'Where does it flow?');
    expect(said(events)).toBe(`${start}flows to the sea.`);
    const deltas = events.filter((event) => event.type === 'TextDelta');
    expect(deltas.map((delta) => delta.type === 'TextDelta' && delta.resumed === true)).toContain(true);
    expect(deltas[0]).not.toHaveProperty('resumed');
    expect(events.at(-1)).toMatchObject({ type: 'RunFinished', result: { result: { truncated: false } } });
  });

  it('never ends a broken stream as complete when nobody can go on: the failure has its place in the run', async () => {
    host.provider.next(breakAfter('It all began when the '));
    const events = await ask('trial.firm', 'How did it begin?');
    const last = events.at(-1);
    expect(last).toMatchObject({ type: 'RunFailed', code: 'STREAM_INTERRUPTED', retryable: true });
    expect(last?.cursor).toEqual(expect.any(String));
    expect(events.some(({ type }) => type === 'RunFinished')).toBe(false);
    const again = await host.events(anna, last?.runId ?? '', events.at(-2)?.cursor ?? null);
    expect(again).toEqual([last]);
  });

  it('says of an answer that the model cut off that it is cut', async () => {
    host.provider.next(answerWith(['So much to say and'], { finish: 'length' }));
    expect((await ask('trial.firm', 'Tell me all')).at(-1)).toMatchObject({
      result: {
        type: 'Answer',
        text: 'So much to say and',
        result: { truncated: true, costUsd: null, estimatedCostUsd: null },
      },
    });
  });
});
