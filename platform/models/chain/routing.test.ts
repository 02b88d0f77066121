import { type ChaosProvider, refuse, say, startChaosProvider } from '../../../testkit/providers/index.js';
import { aliasForm } from '../configuration/alias.js';
import { ask, callerWith, chainOf, openai } from './chain.fixture.js';
import { inTurn } from './routing.js';

const scope = { tenant: 't', capability: 'c' };
const alias = (value: object) => aliasForm.parse(value);

it('spreads the load by weight, and keeps the others in order behind', () => {
  const weighted = alias({
    targets: [{ target: 'a', weight: 9 }, { target: 'b', weight: 1 }, 'c'],
  });
  expect(inTurn(weighted, scope, 0, () => 0.89)).toEqual(['a', 'b', 'c']);
  expect(inTurn(weighted, scope, 0, () => 0.91)).toEqual(['b', 'a', 'c']);
  const first = { a: 0, b: 0, c: 0 };
  for (let asked = 0; asked < 10_000; asked += 1) {
    const [one] = inTurn(weighted, scope, 0);
    first[one as 'a'] += 1;
  }
  expect(first.c).toBe(0);
  expect(first.b).toBeGreaterThan(850);
  expect(first.b).toBeLessThan(1150);
});

it('takes the first route whose conditions all hold', () => {
  const routed = alias({
    targets: ['main'],
    routes: [
      { when: { tenants: ['rich'], capabilities: ['draft'] }, targets: ['best'] },
      { when: { inputTokensOver: 1000 }, targets: ['long'] },
      { when: { tenants: ['rich'] }, targets: ['good'] },
    ],
  });
  const of = (tenant: string, capability: string, tokens: number) =>
    inTurn(routed, { tenant, capability }, tokens)[0];
  expect(of('rich', 'draft', 5000)).toBe('best');
  expect(of('rich', 'ask', 5000)).toBe('long');
  expect(of('rich', 'ask', 10)).toBe('good');
  expect(of('poor', 'draft', 1000)).toBe('main');
});

describe('asked', () => {
  let server: ChaosProvider;
  beforeAll(async () => {
    server = await startChaosProvider();
  });
  afterAll(() => server.close());
  const chain = () =>
    chainOf({
      targets: {
        main: openai(server.url, { model: 'main-model' }),
        own: openai(server.url, { model: 'own-model' }),
        long: openai(server.url, { model: 'long-model', contextTokens: 1_000_000 }),
      },
      aliases: {
        chat: {
          targets: ['main'],
          routes: [
            { when: { tenants: ['rich'] }, targets: ['own'] },
            { when: { inputTokensOver: 1000 }, targets: ['long'] },
          ],
          downgrade: ['long'],
        },
      },
    });

  it('asks the model of the tenant, and one with a larger window for much text', async () => {
    server.next(say('Fine.'));
    const layer = chain();
    const model = async (tenant: string, content: string) => {
      await ask(layer, callerWith({ tenant }), { messages: [{ role: 'user', content }] });
      return server.requests.at(-1)?.model;
    };
    expect(await model('rich', 'Hello')).toBe('own-model');
    expect(await model('poor', 'Hello')).toBe('main-model');
    expect(await model('poor', 'word '.repeat(1000))).toBe('long-model');
  });

  it('names for keys all models that could answer, for those who could be answered by them', () => {
    const layer = chain();
    expect(layer.modelOf('chat')).toBe('main-model, own-model, long-model');
    expect(layer.modelOf('chat', { tenant: 'poor', capability: 'ask' })).toBe('main-model, long-model');
    expect(layer.modelOf('none')).toBeNull();
  });

  it('tells what fits into the targets in turn', () => {
    const [first] = chain().targets('chat', { tenant: 'poor', capability: 'ask' }, 2000);
    expect(first).toMatchObject({ name: 'long', contextTokens: 1_000_000, structured: 'schema' });
  });

  it('asks a target that stands in for no more than it can write', async () => {
    const small = chainOf({
      targets: {
        large: openai(server.url, { model: 'large' }),
        small: openai(server.url, { model: 'small', maxOutputTokens: 20 }),
      },
      aliases: { chat: ['large', 'small'] },
    });
    server.by(({ model }) => (model === 'large' ? refuse(500, { kind: 'server' }) : say('Fine.')));
    const caller = callerWith();
    await ask(small, caller);
    const most = server.requests.map((body) => body.max_tokens);
    expect(most).toEqual([100, 20]);
    expect(caller.spans.at(-1)?.attributes.maxOutputTokens).toBe(20);
  });

  it('refuses an alias that nobody configured', async () => {
    const { error } = await ask(chain(), callerWith(), { alias: 'chta' });
    expect(error).toMatchObject({ code: 'MODEL_FAILED', retryable: false });
  });
});
