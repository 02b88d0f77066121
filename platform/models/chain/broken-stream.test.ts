import { Metrics } from '#platform/telemetry';
import {
  answerWith,
  breakAfter,
  type ChaosProvider,
  hangAfter,
  refuse,
  resetAfter,
  say,
  startChaosProvider,
} from '../../../testkit/providers/index.js';
import { ask, callerWith, chainOf, openai } from './chain.fixture.js';

let servers: ChaosProvider[];
beforeAll(async () => {
  servers = await Promise.all([startChaosProvider(), startChaosProvider(), startChaosProvider()]);
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

const metrics = new Metrics();
const chain = (alias: object = { onBreak: 'continue' }) => {
  const targets = Object.fromEntries(
    servers.map(({ url }, at) => [`t${at}`, openai(url, { timeouts: { chunkMs: 1000 } })]),
  );
  return chainOf({ targets, aliases: { chat: { targets: Object.keys(targets), ...alias } } }, metrics);
};
type Behaviour = Parameters<ChaosProvider['next']>[0];
const behave = (...behaviours: Behaviour[]) => behaviours.forEach((one, at) => void servers[at]?.next(one));
const hits = () => servers.map(({ requests }) => requests.length);

it('goes on twice, when the second breaks too', async () => {
  behave(resetAfter('One, '), hangAfter('two, '), say('three.'));
  const read = await ask(chain());
  expect(read.text).toBe('One, two, three.');
  expect(read.parts.filter(({ type }) => type === 'resumed')).toHaveLength(2);
  expect(hits()).toEqual([1, 1, 1]);
  const { body } = await metrics.render();
  expect(body).toContain('llm_fallback_total{from="t1",to="t2",reason="timeout"} 1');
});

it('says that it broke off when nobody can go on', async () => {
  behave(resetAfter('One, '), refuse(500), refuse(500));
  const read = await ask(chain());
  expect(read.text).toBe('One, ');
  expect(read.error).toMatchObject({ code: 'STREAM_INTERRUPTED', retryable: true });
  expect(hits()).toEqual([1, 1, 1]);
});

it('takes nothing for no end: who is to go on has to say something', async () => {
  behave(breakAfter('One, '), say(''), say('two.'));
  expect((await ask(chain())).text).toBe('One, two.');
});

it('asks who goes on for no more than is left', async () => {
  behave(resetAfter('x'.repeat(160)), say('The end.'), refuse(500));
  await ask(chain(), callerWith(), { maxOutputTokens: 100 });
  const { max_tokens: few, ...body } = servers[1]?.requests[0] ?? { max_tokens: 0 };
  expect(few ?? (body as { max_completion_tokens?: number }).max_completion_tokens).toBe(60);
});

it('never continues an object', async () => {
  behave(resetAfter('{"a": '), say('1}'), say('1}'));
  const schema = { name: 'answer', schema: { type: 'object' } };
  expect((await ask(chain(), callerWith(), { schema })).error).toMatchObject({ code: 'STREAM_INTERRUPTED' });
  expect(hits()).toEqual([1, 0, 0]);
});

it('tries again from the start where nothing was to be shown before the end', async () => {
  behave(resetAfter('One, '), say('Another ', 'answer.'), refuse(500));
  const read = await ask(chain({}), callerWith(), { whole: true });
  expect(read.text).toBe('Another answer.');
  expect(read.end?.text).toBe('Another answer.');
});

it('never takes an answer that reached its limit for a whole one', async () => {
  behave(answerWith(['It is long'], { finish: 'length' }), say(''), say(''));
  expect((await ask(chain())).end).toMatchObject({ finishReason: 'length' });
});

it('refuses what a filter stopped in the middle', async () => {
  behave(answerWith(['It is'], { finish: 'content-filter' }), say('Fine.'), say('Fine.'));
  const read = await ask(chain({ onBreak: 'continue', fallback: { contentPolicy: ['t1'] } }));
  expect(read.error).toMatchObject({ code: 'CONTENT_REFUSED' });
  behave(answerWith([], { finish: 'content-filter' }), say('Fine.'), say('Fine.'));
  expect((await ask(chain({ fallback: { contentPolicy: ['t1'] } }))).text).toBe('Fine.');
});
