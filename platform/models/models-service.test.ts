import { contextPart, type EnginePart, z } from 'tributary/sdk';
import type { PromptVersion } from '#platform';
import { type CallerOptions, callerWith, chainOf } from './chain/chain.fixture.js';
import type { AssembledPrompt } from './context/assembled-prompt.js';
import { estimateTokens } from './context/estimate-tokens.js';
import { modelsService } from './models-service.js';
import type { CallRequest, ModelChain } from './port.js';
import type { ChatMessage } from './providers/provider.js';

interface Answer {
  readonly parts?: readonly string[];
  readonly object?: unknown;
  readonly finish?: string;
  readonly breakAfter?: number;
}

const plain = { text: '{{role "system"}}Answer from the document.{{role "user"}}{{question}}\n\n{{text}}' };

/** The service over a target that says these answers in turn, and what it was asked. */
function serve(
  answers: readonly Answer[],
  {
    target = {},
    targets = {},
    alias = {},
    prompt = {},
    ...options
  }: CallerOptions & {
    target?: object;
    targets?: object;
    alias?: object;
    prompt?: Partial<PromptVersion>;
  } = {},
) {
  const said = answers.map((answer) => ({ ...answer, parts: answer.parts ?? [] }));
  const spare = {
    provider: 'scripted',
    model: 'spare',
    script: { answers: [{ parts: ['They ', 'flow on.'] }] },
  };
  const chain = chainOf({
    targets: {
      main: { provider: 'scripted', model: 'main', ...(said[0] && { script: { answers: said } }), ...target },
      spare,
      ...targets,
    },
    aliases: { chat: { targets: ['main'], ...alias } },
  });
  const asked: CallRequest[] = [];
  const seen: AssembledPrompt[] = [];
  let cut = 0;
  const watched: Pick<ModelChain, 'callModel'> = {
    callModel(request, caller) {
      asked.push(request);
      return chain.callModel(request, caller);
    },
  };
  const caller = {
    ...callerWith(options),
    prompt: (name: string) =>
      Promise.resolve({ id: '1', prompt: name, version: 2, settings: {}, ...plain, ...prompt }),
    assembled: (one: AssembledPrompt) => void seen.push(one),
    cutOff: () => {
      cut += 1;
    },
  };
  const { spans } = caller;
  /** The messages of each attempt. */
  const sent = () =>
    spans.flatMap(({ contents: { messages }, name }) =>
      name.startsWith('chat') ? [messages as ChatMessage[]] : [],
    );
  const held = () => [...caller.held.values()].map(Number);
  return {
    service: modelsService(caller, watched),
    asked,
    sent,
    seen,
    spans,
    held,
    calls: caller.calls,
    cuts: () => cut,
  };
}

const variables = {
  question: 'Who?',
  text: contextPart('document', 'The mill is Anna\u2019s.', { id: 'd1' }),
};
const schema = z.strictObject({ answer: z.number(), words: z.array(z.string()).default([]) });
const asked = { prompt: 'ask', variables };

async function read<Output>(parts: AsyncGenerator<EnginePart, Output>) {
  const seen: EnginePart[] = [];
  for (;;) {
    const next = await parts.next();
    if (next.done) return { parts: seen, output: next.value };
    seen.push(next.value);
  }
}
const contents = (messages: readonly ChatMessage[] = []) =>
  messages.map(({ role, content }) => `${role}: ${content}`);

it('sends messages, and tells the run and the trace which span came from where', async () => {
  const { service, asked: requests, sent, seen, spans } = serve([{ parts: ['It is ', 'hers.'] }]);
  expect(await read(service.stream(asked))).toEqual({ parts: ['It is ', 'hers.'], output: undefined });
  expect(contents(sent()[0])).toEqual([
    'system: Answer from the document.',
    'user: Who?\n\nThe mill is Anna\u2019s.',
  ]);
  expect(requests[0]).toMatchObject({ alias: 'chat', promptVersion: 'ask@2', schema: null });
  expect(seen[0]?.spans.map(({ source, id }) => [source, id])).toEqual([
    ['system', null],
    ['user', null],
    ['system', null],
    ['document', 'd1'],
  ]);
  expect(spans[0]).toMatchObject({
    name: 'ask@2',
    attributes: { promptVersion: 'ask@2', truncatedTokens: 0 },
  });
});

it('fits what can be cut into the window that the answer leaves, and reports it', async () => {
  const text = contextPart('document', 'The mill grinds flour for the villages. '.repeat(200), {
    id: 'long',
  });
  const {
    service,
    asked: requests,
    seen,
    spans,
  } = serve([{ parts: ['Yes.'] }], { target: { contextTokens: 600, maxOutputTokens: 200 } });
  await read(service.stream({ prompt: 'ask', variables: { question: 'Who?', text } }));
  expect(requests[0]?.maxOutputTokens).toBe(100);
  expect(seen[0]?.tokens).toBeLessThanOrEqual(500);
  expect(seen[0]?.truncated).toMatchObject([{ id: 'long', source: 'document', dropped: false }]);
  expect(spans[0]?.attributes.truncatedTokens).toBeGreaterThan(1000);
});

it.each([
  [1_000_000_000, 100],
  [7, 7],
  [0, 1],
])('clamps an output of %d tokens to %d', async (maxOutputTokens, sent) => {
  const { service, asked: requests } = serve([{ parts: ['Yes.'] }]);
  await read(service.stream({ ...asked, maxOutputTokens }));
  expect(requests[0]?.maxOutputTokens).toBe(sent);
});

it('sends nothing of a prompt that cannot fit', async () => {
  const { service, sent } = serve([{ parts: ['Yes.'] }], { target: { contextTokens: 1000 } });
  const huge = { prompt: 'ask', variables: { question: 'x'.repeat(5_000_000), text: '' } };
  await expect(read(service.stream(huge))).rejects.toMatchObject({ code: 'CONTEXT_TOO_LARGE', status: 413 });
  expect(sent()).toEqual([]);
});

it('says when an answer was cut off, and never gives it as an object', async () => {
  const text = serve([{ parts: ['Half an'], finish: 'length' }]);
  expect((await read(text.service.stream(asked))).parts).toEqual(['Half an']);
  expect(text.cuts()).toBe(1);
  const object = serve([{ parts: ['{"answer": 7}'], finish: 'length' }]);
  await expect(object.service.complete({ ...asked, schema })).rejects.toMatchObject({
    code: 'OUTPUT_TRUNCATED',
  });
});

it('says where another target went on', async () => {
  const { service } = serve([{ parts: ['They ', 'lost'], breakAfter: 1 }], {
    alias: { fallback: { outage: ['spare'] }, onBreak: 'continue' },
  });
  const { parts } = await read(service.stream(asked));
  expect(parts).toContainEqual({ type: 'TextResumed', target: 'spare' });
  expect(parts.filter((part) => typeof part === 'string').join('')).toBe('They flow on.');
});

it('asks for the schema natively where the target takes it, and in words where it does not', async () => {
  const native = serve([{ object: { answer: 7 } }]);
  expect(await native.service.complete({ ...asked, schema })).toEqual({ answer: 7, words: [] });
  expect(native.asked[0]).toMatchObject({ schema: { name: 'ask', schema: { type: 'object' } } });
  expect(contents(native.sent()[0]).join()).not.toContain('JSON Schema');
  const words = serve([{ parts: ['Sure: ```json\n{"answer": 7}\n```'] }], { target: { structured: 'none' } });
  expect(await words.service.complete({ ...asked, schema })).toEqual({ answer: 7, words: [] });
  expect(contents(words.sent()[0])[0]).toMatch(
    /^system: Answer with one JSON object that fits this JSON Schema[\s\S]*\n\nAnswer from the document\.$/,
  );
  expect(words.sent()[0]?.map(({ role }) => role)).toEqual(['system', 'user']);
});

it('repairs once, with what was wrong, and then gives up', async () => {
  const { service, sent } = serve([{ object: { answer: 'seven' } }, { object: { answer: 7 } }]);
  expect(await service.complete({ ...asked, schema })).toMatchObject({ answer: 7 });
  expect(sent()).toHaveLength(2);
  expect(contents(sent()[1]).slice(-2)).toEqual([
    'assistant: {"answer":"seven"}',
    expect.stringMatching(/^user: That does not fit the schema: answer: /),
  ]);
  const hopeless = serve([{ parts: ['no'] }]);
  await expect(hopeless.service.complete({ ...asked, schema })).rejects.toMatchObject({
    code: 'OUTPUT_SCHEMA',
  });
  expect(hopeless.asked).toHaveLength(2);
});

it('gives up at once on ten megabytes', async () => {
  const { service, asked: requests } = serve([
    { parts: Array.from({ length: 100 }, () => `"${'x'.repeat(100_000)}`) },
  ]);
  await expect(service.complete({ ...asked, schema })).rejects.toMatchObject({ code: 'OUTPUT_SCHEMA' });
  expect(requests).toHaveLength(1);
});

it('streams an object as it grows, and corrects what a repair changed', async () => {
  const wrong = '{"words": ["one", "two", "three", "four"], "answer": "seven"}';
  const right = '{"words": ["one", "two", "three", "five"], "answer": 7}';
  const pieces = (text: string) => text.match(/.{1,5}/g) ?? [];
  const { service } = serve([{ parts: pieces(wrong) }, { parts: pieces(right) }]);
  const { parts, output } = await read(service.streamObject({ ...asked, schema }));
  expect(output).toEqual(JSON.parse(right));
  const deltas = parts.filter((part) => typeof part !== 'string' && part.type === 'ObjectDelta');
  expect(deltas.length).toBeGreaterThan(3);
  expect(deltas).toContainEqual({ type: 'ObjectDelta', path: '/answer', value: 7 });
  expect(deltas.at(-1)).toMatchObject({ path: expect.stringMatching(/^\/answer|^\/words\/3/) });
});

it('ends the call when its reader leaves', async () => {
  const endings: string[] = [];
  async function* endless() {
    try {
      for (;;) yield { type: 'text', text: 'on ' } as const;
    } finally {
      endings.push('ended');
    }
  }
  const caller = {
    ...callerWith(),
    prompt: (name: string) =>
      Promise.resolve({ id: '1', prompt: name, version: 1, settings: {}, text: 'Go.' }),
  };
  const service = modelsService(caller, { callModel: () => endless() as never });
  const parts = service.stream({ prompt: 'go', variables: {} });
  await parts.next();
  await parts.return(undefined);
  expect(endings).toEqual(['ended']);
});

describe('a prompt for targets with different windows', () => {
  const long = contextPart('document', 'The mill grinds flour for the villages. '.repeat(200), {
    id: 'long',
  });
  const longer = { prompt: 'ask', variables: { question: 'Who?', text: long } };
  const refused = [{ refuse: { class: 'overloaded' } }];
  const said = (answers: object[], more: object = {}) => ({
    provider: 'scripted',
    model: 'm',
    script: { answers },
    ...more,
  });
  const yes = said([{ parts: ['Yes.'] }]);
  const wordsOf = (messages: readonly ChatMessage[] = []) =>
    messages.map(({ content }) => content).join(' ').length;
  const among = (targets: object, alias: object) => serve([], { targets, alias });

  it('gives the one that stands in what fits there, and reports what was left out of that', async () => {
    const small = said(refused, { contextTokens: 600 });
    const { service, sent, seen, spans, held, calls } = among(
      { small, large: yes },
      { targets: ['small', 'large'] },
    );
    await read(service.stream(longer));
    const [first, second] = sent();
    expect(wordsOf(first)).toBeLessThan(3000);
    expect(wordsOf(second)).toBeGreaterThan(8000);
    expect(seen).toMatchObject([{ truncated: [], maxTokens: null }]);
    // A thousandth of a thousandth of a dollar a token, and a token a byte at most.
    const [less = 0, more = 0] = held();
    expect(less).toBeLessThan(3_000_000);
    expect(more).toBeGreaterThan(8_000_000);
    expect(calls.map(({ target }) => target)).toEqual(['small', 'large']);
    const prompts = spans.filter(({ name }) => name === 'ask@2');
    expect(prompts.map(({ attributes }) => attributes.truncatedTokens === 0)).toEqual([false, true]);
  });

  it('gives a smaller one less', async () => {
    const large = said(refused, { contextTokens: 100_000 });
    const { service, sent, seen } = among(
      { large, small: { ...yes, contextTokens: 600, maxOutputTokens: 50 } },
      { targets: ['large', 'small'] },
    );
    await read(service.stream(longer));
    expect(sent().map((messages) => wordsOf(messages) > 8000)).toEqual([true, false]);
    expect(seen).toMatchObject([{ truncated: [{ id: 'long' }], maxTokens: 550 }]);
  });

  it('is made once where it fits as a whole into all', async () => {
    const { service, sent, spans } = among(
      { a: said(refused, { contextTokens: 90_000 }), b: { ...yes, contextTokens: 80_000 } },
      { targets: ['a', 'b'] },
    );
    await read(service.stream(longer));
    expect(sent()).toHaveLength(2);
    expect(spans.filter(({ name }) => name === 'ask@2')).toHaveLength(1);
  });

  it('passes over those into which it cannot be made to fit, and says so when there is no other', async () => {
    const fixed = { prompt: 'ask', variables: { question: 'Who is it? '.repeat(500), text: '' } };
    const small = { ...yes, contextTokens: 600 };
    const with50 = among({ small, yes }, { targets: ['small', 'yes'] });
    expect((await read(with50.service.stream(fixed))).parts).toEqual(['Yes.']);
    expect(with50.sent()).toHaveLength(1);
    const chosen = among({ small, yes }, { targets: ['small'], fallback: { contextWindow: ['yes'] } });
    expect((await read(chosen.service.stream(fixed))).parts).toEqual(['Yes.']);
    const alone = among({ small }, { targets: ['small'] });
    await expect(read(alone.service.stream(fixed))).rejects.toMatchObject({ code: 'CONTEXT_TOO_LARGE' });
    // The one into which it fits may come back.
    const down = among({ down: said(refused), small }, { targets: ['down', 'small'] });
    await expect(read(down.service.stream(fixed))).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    expect(down.sent()).toHaveLength(3);
  });

  it('leaves room for an answer that is to be continued', async () => {
    const breaks = said([{ parts: ['Half '.repeat(100), 'lost'], breakAfter: 1 }]);
    const { service, sent, seen } = among(
      { breaks, small: { ...yes, contextTokens: 600 } },
      { targets: ['breaks', 'small'], onBreak: 'continue' },
    );
    await read(service.stream(longer));
    const [, second] = sent();
    expect(second?.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(estimateTokens(second?.map(({ content }) => content).join(' ') ?? '')).toBeLessThanOrEqual(600);
    expect(seen.map(({ truncated }) => truncated.length)).toEqual([0, 1]);
  });

  it('says the schema in words only to those who do not take it', async () => {
    const { service, sent } = among(
      { native: said(refused), words: said([{ object: { answer: 7 } }], { structured: 'none' }) },
      { targets: ['native', 'words'] },
    );
    await service.complete({ ...asked, schema });
    expect(sent().map((messages) => contents(messages).join().includes('JSON Schema'))).toEqual([
      false,
      true,
    ]);
  });
});
