import type { ChatProvider } from '../providers/provider.js';
import { ask, callerWith, chainOf, openai } from './chain.fixture.js';
import type { OpenProvider } from './open-chain.js';

const answering = (name: string): ChatProvider => ({
  name,
  model: 'm',
  structured: 'none',
  async *stream() {
    yield { type: 'text' as const, text: name };
    yield { type: 'finish' as const, reason: 'stop' as const, responseId: null, model: null };
  },
});

/** A chain whose targets say that they are opened; `ollama` opens when it is let go, and then fails. */
function watched(chat: object) {
  const opened: string[] = [];
  const letGo = Promise.withResolvers<void>();
  const last = Promise.withResolvers<void>();
  const open: OpenProvider = async ({ name, provider }) => {
    opened.push(name);
    if (name === 'anthropic') last.resolve();
    if (provider !== 'ollama') return answering(name);
    await letGo.promise;
    throw new RangeError('it cannot be loaded');
  };
  const targets = {
    first: openai('http://127.0.0.1:9/v1'),
    twin: openai('http://127.0.0.1:9/v1'),
    ollama: { provider: 'ollama', model: 'm' },
    other: { provider: 'ollama', model: 'n' },
    anthropic: { provider: 'anthropic', model: 'm' },
  };
  const aliases = { chat, others: ['twin', 'other', 'anthropic', 'ollama'] };
  const chain = chainOf({ targets, aliases }, undefined, open);
  return { chain, opened, letGo: () => letGo.resolve(), last: last.promise };
}

const several = { targets: ['first', 'twin', 'ollama', 'other'], downgrade: ['anthropic'] };

it('loads the library of each other vendor once a first call has begun, without holding it up', async () => {
  const { chain, opened, letGo, last } = watched(several);
  expect(opened).toEqual([]);
  expect((await ask(chain, callerWith())).text).toBe('first');
  expect(opened).toEqual(['first', 'ollama']);
  letGo();
  await last;
  await chain.close();
  await ask(chain, callerWith());
  expect(opened).toEqual(['first', 'ollama', 'anthropic']);
});

it('waits at its close for what is being loaded, and loads no more', async () => {
  const { chain, opened, letGo } = watched(several);
  await ask(chain, callerWith());
  let isClosed = false;
  const closing = chain.close().then(() => {
    isClosed = true;
  });
  await ask(chain, callerWith());
  expect(isClosed).toBe(false);
  letGo();
  await closing;
  expect(opened).toEqual(['first', 'ollama']);
});

it.each([
  ['one target', ['first']],
  ['one vendor', ['first', 'twin']],
])('loads nothing for an alias of %s', async (_name, targets) => {
  const { chain, opened } = watched(targets);
  await ask(chain, callerWith());
  await chain.close();
  expect(opened).toEqual(['first']);
});
