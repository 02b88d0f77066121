import { randomUUID } from 'node:crypto';
import type { RequestContext } from 'tributary/sdk';
import type { Screening } from '#platform';
import { breakAfter, embed, hangAfter, refuse, say, unhurried } from '../../testkit/providers/index.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { type ModelHost, openModelHost } from './fixtures/model-host.js';

const tenant = randomUUID();
const anna = callerOf(tenant, { actor: 'user:anna', roles: ['member'], groups: ['a'] });
const carl = callerOf(tenant, { actor: 'user:carl', roles: ['member'], groups: ['a'] });
let host: ModelHost;

beforeAll(async () => {
  host = await openModelHost((baseUrl) => ({
    targets: {
      main: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'main-model' },
      spare: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'spare-model' },
    },
    aliases: {
      chat: { targets: ['main', 'spare'], onBreak: 'continue' },
      embed: { provider: 'openai', baseUrl, timeouts: unhurried, model: 'vectors' },
    },
  }));
  // One letter each: the same letters mean the same.
  host.provider.nextEmbeddings(
    embed((text) => [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => text.split(letter).length - 1)),
  );
});
afterAll(() => host.close());

const ask = async (capability: string, question: string, context: RequestContext = anna, anew = false) => {
  const request = { capability, arguments: { question }, idempotencyKey: null, anew };
  const { runId, joined } = await host.platform.runs.start(context, request);
  if (!joined) await host.work(context, runId);
  const result = await host.result(context, runId);
  return { runId, joined, text: 'text' in result ? result.text : null, info: result.result };
};
const decisionOf = async (id: string | null) => {
  const [row] = await host.db.database.tenant(tenant, (tx) =>
    tx.query<{ body: Record<string, unknown> }>('select body from platform.audit_intake where id = $1', [id]),
  );
  return row?.body ?? {};
};

it('asks the model again when the built-in engine has stood in for it, and tells the decision why it did', async () => {
  host.provider.next(refuse(400));
  const standIn = await ask('trial.ask', 'Is it back');
  expect(standIn.info.engine).toBe('BUILT_IN');
  expect(await decisionOf(standIn.info.decisionId)).toMatchObject({
    engine: 'BUILT_IN',
    fallback: { from: 'MODEL', reason: 'MODEL_FAILED' },
    calls: [{ target: 'main', model: 'main-model', attempt: 1, promptVersion: 'ask@1' }],
    truncated: false,
    cached: null,
  });
  host.provider.next(say('It is.'));
  expect(await ask('trial.ask', 'Is it back')).toMatchObject({ joined: false, text: 'It is.' });
  expect(await ask('trial.ask', 'Is it back')).toMatchObject({ joined: true, text: 'It is.' });
});

it('gives the newest of two answers, so that one that is asked for anew replaces what was stored', async () => {
  host.provider.next(say('A wrong answer.'));
  await ask('trial.meant', 'who was there');
  host.provider.next(say('A right answer.'));
  await ask('trial.meant', 'who was there', anna, true);
  expect(await ask('trial.meant', 'there was who', carl)).toMatchObject({
    text: 'A right answer.',
    info: { cached: 'SEMANTIC' },
  });
});

it('repeats no answer that screening would change by now', async () => {
  host.provider.next(say('The word is swordfish.'));
  await ask('trial.meant', 'what is the word');
  expect((await ask('trial.meant', 'the word is what')).info.cached).toBe('SEMANTIC');
  const { screening } = host.parts;
  const usual = await screening.of(anna);
  const findings = [{ kind: 'word', severity: 'HIGH' as const, rule: 'new', ruleVersion: 1 }];
  const stricter: Screening = {
    ...usual,
    openStream: () => ({
      push: (text) => ({ verdict: text.includes('swordfish') ? 'BLOCK' : 'ALLOW', text, findings }),
      end: () => ({ verdict: 'ALLOW', text: '', findings: [] }),
    }),
  };
  Object.assign(host.parts, { screening: { of: async () => stricter } });
  host.provider.next(say('I may not tell.'));
  const later = await ask('trial.meant', 'word the is what').finally(() =>
    Object.assign(host.parts, { screening }),
  );
  expect(later).toMatchObject({ text: 'I may not tell.', info: { cached: null, screening: 'ALLOWED' } });
});

it('repeats no answer to a question in which screening found something', async () => {
  host.provider.next(say('As you say.'));
  await ask('trial.meant', 'what is the secret of it');
  host.provider.next(say('I cannot say.'));
  expect(await ask('trial.meant', 'the secret of it is what', carl)).toMatchObject({
    text: 'I cannot say.',
    info: { cached: null },
  });
});

it('repeats an answer that two models have made as one that is whole', async () => {
  const start = 'The Rhine is a river that begins high in the Alps and from there it ';
  host.provider.by(({ model }) => (model === 'main-model' ? breakAfter(start) : say('flows to the sea.')));
  const made = await ask('trial.meant', 'where does it go');
  expect(made.text).toBe(`${start}flows to the sea.`);
  const decision = await decisionOf(made.info.decisionId);
  expect(decision.calls).toMatchObject([
    { target: 'main', attempt: 1 },
    { target: 'spare', outcome: 'ok' },
  ]);
  const again = await ask('trial.meant', 'it does go where');
  expect(again).toMatchObject({ text: made.text, info: { cached: 'SEMANTIC' } });
  expect(await decisionOf(again.info.decisionId)).toMatchObject({
    reusedRun: made.runId,
    cached: 'SEMANTIC',
  });
  expect(JSON.stringify(await host.events(anna, again.runId))).not.toContain('resumed');
});

it('lets who waited for the run of another go on when the time of that one is over', async () => {
  const execute = (context: RequestContext) =>
    host.runner.execute({
      capability: 'trial.firm',
      input: { question: 'Who has time?' },
      context,
      signal: AbortSignal.timeout(20_000),
    });
  let asked = 0;
  const begun = Promise.withResolvers<void>();
  host.provider.by(() => {
    asked += 1;
    begun.resolve();
    return asked === 1 ? hangAfter('I ') : say('I have.');
  });
  const hurried = execute({ ...anna, deadline: Date.now() + 4_000 });
  await begun.promise;
  const patient = execute(carl);
  await expect(hurried).rejects.toMatchObject({ code: 'TIMEOUT' });
  expect((await patient).result).toMatchObject({ type: 'Answer', text: 'I have.' });
});
