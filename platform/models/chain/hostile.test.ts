import { AppError } from 'tributary/sdk';
import { Metrics } from '#platform/telemetry';
import type { CallRequest, ModelCaller } from '../port.js';
import { type ChatChunk, type ChatProvider, ProviderFailure } from '../providers/provider.js';
import { ask, callerWith, chainOf } from './chain.fixture.js';

/* What a provider, a reader or a models file can do that nobody should: what a call holds is let go of exactly once. */

const text = (said: string): ChatChunk => ({ type: 'text', text: said });
const usage = (outputTokens: number): ChatChunk => ({
  type: 'usage',
  usage: { inputTokens: 3, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
});
const finish = (reason: 'stop' | 'length' | 'tool-calls' = 'stop'): ChatChunk => ({
  type: 'finish',
  reason,
  responseId: null,
  model: null,
});
const toolCall: ChatChunk = { type: 'tool-call', id: '1', name: 'find', arguments: {} };
const broken = new ProviderFailure({ class: 'interrupted' });

type Step = ChatChunk | Error | 'hang';
/** By the name of a target's model: what each of its answers does, the last one again and again. */
type Scenes = Record<string, Step[][]>;

function open(scenes: Scenes, alias: object, more: object = {}) {
  const asked: string[] = [];
  const ended: string[] = [];
  async function* play(model: string, steps: Step[], signal: AbortSignal): AsyncGenerator<ChatChunk> {
    asked.push(model);
    try {
      for (const step of steps) {
        if (step instanceof Error) throw step;
        if (step !== 'hang') yield step;
        else await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      }
    } finally {
      ended.push(model);
    }
  }
  const targets = Object.fromEntries(
    Object.keys(scenes).map((model) => [model, { provider: 'scripted', model, ...more }]),
  );
  const metrics = new Metrics();
  const chain = chainOf({ targets, aliases: { chat: alias } }, metrics, async ({ model }) => {
    const scene = [...(scenes[model] ?? [])];
    const provider: ChatProvider = {
      name: 'scripted',
      model,
      structured: 'schema',
      stream: (_request, signal) => play(model, (scene.length > 1 ? scene.shift() : scene[0]) ?? [], signal),
    };
    return provider;
  });
  return { chain, asked, ended, metrics };
}
const request: CallRequest = {
  alias: 'chat',
  promptVersion: null,
  schema: null,
  maxOutputTokens: 100,
  messages: [{ role: 'user', content: 'Hello' }],
};
/** Every amount that was held is settled once, and every span has ended. */
function expectSettled({ calls, held, spans }: ReturnType<typeof callerWith>) {
  expect(calls.map(({ id }) => id).sort()).toEqual([...held.keys()].sort());
  for (const { error } of spans) expect(error).not.toBeUndefined();
}

describe('a provider', () => {
  it('that goes on after its end is not listened to', async () => {
    const { chain, ended } = open({ a: [[text('Yes.'), finish(), text(' No!'), usage(9)]] }, ['a']);
    const caller = callerWith();
    expect(await ask(chain, caller)).toMatchObject({ text: 'Yes.', end: { text: 'Yes.' } });
    expect(caller.calls).toMatchObject([{ counted: 'ESTIMATED' }]);
    expect(ended).toEqual(['a']);
  });

  it('that counts twice has said it better the second time', async () => {
    const { chain } = open({ a: [[usage(1), text('Yes.'), usage(2), finish()]] }, ['a']);
    const caller = callerWith();
    await ask(chain, caller);
    expect(caller.calls).toMatchObject([{ counted: 'PROVIDER', usage: { outputTokens: 2 } }]);
    expectSettled(caller);
  });

  it('that says nothing has not answered: another one is asked, and nothing is held against it', async () => {
    const { chain, metrics } = open({ a: [[text(''), usage(0), finish()]], b: [[text('Yes.'), finish()]] }, [
      'a',
      'b',
    ]);
    const caller = callerWith();
    for (let count = 0; count < 6; count += 1) expect((await ask(chain, caller)).text).toBe('Yes.');
    expect(caller.calls.filter(({ outcome }) => outcome === 'empty')).toHaveLength(6);
    expect((await metrics.render()).body).toContain('llm_circuit_state{provider="a"} 0');
    const { chain: alone, asked } = open({ a: [[finish('tool-calls')]] }, ['a']);
    const { error, end } = await ask(alone);
    expect(end).toBeNull();
    expect(error).toMatchObject({ code: 'MODEL_FAILED', message: expect.stringContaining('said nothing') });
    expect(asked).toHaveLength(3);
  });

  it('that used up its tokens before it said anything was cut off, and is not asked again', async () => {
    const { chain, asked } = open({ a: [[usage(100), finish('length')]] }, ['a']);
    expect((await ask(chain)).end).toMatchObject({ text: '', finishReason: 'length' });
    expect(asked).toHaveLength(1);
  });

  it('that asks for a tool and breaks off is not continued', async () => {
    const scenes = { a: [[text('I look. '), toolCall, broken]], b: [[text('Yes.'), finish()]] };
    const { chain, asked } = open(scenes, { targets: ['a', 'b'], onBreak: 'continue' });
    const caller = callerWith();
    const read = await ask(chain, caller);
    expect(read.error).toMatchObject({ code: 'STREAM_INTERRUPTED' });
    expect(read.parts.map(({ type }) => type)).toEqual(['text', 'tool-call']);
    expect(asked).toEqual(['a']);
    expectSettled(caller);
    const whole = open(scenes, ['a', 'b']);
    expect((await ask(whole.chain, callerWith(), { whole: true })).text).toBe('Yes.');
  });

  it('that throws where it should stream is a failed attempt like others', async () => {
    const chain = chainOf({ aliases: { chat: { provider: 'scripted', model: 'm' } } }, new Metrics(), () =>
      Promise.resolve({
        name: 'scripted',
        model: 'm',
        structured: 'schema',
        stream() {
          throw new TypeError('no stream');
        },
      }),
    );
    const caller = callerWith();
    expect((await ask(chain, caller)).error).toMatchObject({ code: 'MODEL_FAILED' });
    expectSettled(caller);
  });
});

describe('who asks', () => {
  it('and leaves in the middle frees the stream, the money and the span, and says nothing of the target', async () => {
    const { chain, ended, metrics } = open({ a: [[text('One '), 'hang']] }, ['a']);
    for (let count = 0; count < 6; count += 1) {
      const caller = callerWith();
      const stream = chain.callModel(request, caller);
      await stream.next();
      await stream.return(undefined as never);
      await stream.return(undefined as never);
      expect(caller.calls).toMatchObject([{ outcome: 'cancelled' }]);
      expectSettled(caller);
    }
    expect(ended).toHaveLength(6);
    expect((await metrics.render()).body).toContain('llm_circuit_state{provider="a"} 0');
  });

  it('and leaves before anything came pays for what was asked, once', async () => {
    const { chain, asked, ended } = open({ a: [['hang']] }, ['a']);
    const ending = new AbortController();
    const caller = callerWith({ signal: ending.signal });
    const reading = ask(chain, {
      ...caller,
      // The provider is asked right after it.
      reserve: async (id, nanoUsd) => {
        await caller.reserve(id, nanoUsd);
        setImmediate(() => ending.abort(new AppError('SHUTTING_DOWN')));
      },
    });
    expect((await reading).error).toMatchObject({ code: 'SHUTTING_DOWN' });
    expect([asked, ended]).toEqual([['a'], ['a']]);
    expect(caller.calls).toMatchObject([{ outcome: 'cancelled', usage: { outputTokens: 0 } }]);
    expectSettled(caller);
  });

  it.each([
    ['ends while money is held', (ending: AbortController) => ending.abort(new AppError('SHUTTING_DOWN'))],
    ['has ended before', null],
  ])('and %s is asked for nothing, and pays nothing', async (_name, end) => {
    const { chain, asked, metrics } = open({ a: [[text('One.'), finish()]] }, ['a']);
    const ending = new AbortController();
    if (!end) ending.abort(new AppError('SHUTTING_DOWN'));
    for (let count = 0; count < 6; count += 1) {
      const caller = callerWith({ signal: ending.signal, reserve: async () => end?.(ending) });
      expect((await ask(chain, caller)).error).toMatchObject({ code: 'SHUTTING_DOWN' });
      expect(caller.calls.map(({ nanoUsd }) => nanoUsd)).toEqual([...caller.held].map(() => 0n));
      expectSettled(caller);
    }
    expect(asked).toEqual([]);
    expect((await metrics.render()).body).toContain('llm_circuit_state{provider="a"} 0');
  });

  it('when the time is over already asks nobody', async () => {
    const { chain, asked } = open({ a: [[text('One.'), finish()]] }, ['a']);
    const caller = callerWith({ deadlineMs: -1 });
    expect((await ask(chain, caller)).error).toMatchObject({ code: 'TIMEOUT' });
    expect(asked).toEqual([]);
    expect(caller.held.size).toBe(0);
  });

  it('and whose time ends while money is held asks nobody either', async () => {
    const { chain, asked } = open({ a: [[text('One.'), finish()]] }, ['a']);
    const caller = callerWith({
      deadlineMs: 500,
      reserve: async () => {
        while (Date.now() <= caller.context.deadline + 1) await new Promise(setImmediate);
      },
    });
    expect((await ask(chain, caller)).error).toMatchObject({ code: 'TIMEOUT' });
    expect(asked).toEqual([]);
    expect(caller.calls.every(({ nanoUsd }) => nanoUsd === 0n)).toBe(true);
    expectSettled(caller);
  });

  it('is told when the ledger fails, and the target is not blamed', async () => {
    const { chain, asked } = open({ a: [[text('One.'), finish()]] }, ['a']);
    const reserve: ModelCaller['reserve'] = () => Promise.reject(new AppError('INTERNAL'));
    for (let count = 0; count < 6; count += 1) {
      expect((await ask(chain, callerWith({ reserve }))).error).toMatchObject({ code: 'INTERNAL' });
    }
    expect(asked).toEqual([]);
    expect((await ask(chain)).text).toBe('One.');
  });
});

describe('a models file', () => {
  const failing = (kind: ConstructorParameters<typeof ProviderFailure>[0]['class']) => [
    [new ProviderFailure({ class: kind, status: 400 })],
  ];

  it.each([
    ['outage', 'authentication'],
    ['contextWindow', 'context-window'],
    ['contentPolicy', 'content-policy'],
  ] as const)('that names a target as its own fallback (%s) has it asked once', async (list, kind) => {
    const { chain, asked } = open({ a: failing(kind) }, { targets: ['a', 'a'], fallback: { [list]: ['a'] } });
    expect((await ask(chain)).error).toBeInstanceOf(AppError);
    expect(asked).toEqual(['a']);
  });

  it('whose fallbacks go in a circle ends', async () => {
    const { chain, asked } = open(
      { a: failing('context-window'), b: failing('content-policy') },
      { targets: ['a'], fallback: { contextWindow: ['b'], contentPolicy: ['a'] }, downgrade: ['a', 'b'] },
    );
    expect((await ask(chain)).error).toMatchObject({ code: 'CONTENT_REFUSED' });
    expect(asked).toEqual(['a', 'b']);
    const refused = callerWith({
      reserve: () => Promise.reject(new AppError('BUDGET_EXCEEDED', { budget: 'b', resetsAt: '' })),
    });
    expect((await ask(chain, refused)).error).toMatchObject({ code: 'BUDGET_EXCEEDED' });
  });

  it('with fifty targets has three of them asked, and after those that rest the next', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `t${at}`);
    const down = (): Step[][] => [[new ProviderFailure({ class: 'overloaded', status: 503 })]];
    const scenes: Scenes = Object.fromEntries(names.map((name) => [name, down()]));
    scenes.t49 = [[text('The last.'), finish()]];
    const { chain, asked } = open(scenes, names);
    expect((await ask(chain)).error).toMatchObject({ code: 'MODEL_FAILED' });
    expect(asked).toEqual(['t0', 't1', 't2']);
    // Three at a time, each five times until its circuit opens.
    for (let count = 1; count < 16 * 5 + 5; count += 1) await ask(chain);
    asked.length = 0;
    expect((await ask(chain)).text).toBe('The last.');
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  it('whose routes fit nobody has the targets of the alias asked', async () => {
    const { chain, asked } = open(
      { a: [[text('Yes.'), finish()]], b: [[text('No.'), finish()]] },
      {
        targets: ['a'],
        routes: [
          { when: { tenants: ['nobody'] }, targets: ['b'] },
          { when: { tenants: ['tenant'], capabilities: ['none'] }, targets: ['b'] },
          { when: { inputTokensOver: 1_000_000_000 }, targets: ['b'] },
        ],
      },
    );
    expect((await ask(chain)).text).toBe('Yes.');
    expect(asked).toEqual(['a']);
  });
});
