import { createClient, operation } from 'tributary/client';
import { createTestHost, type TestHost } from '../testkit/index.js';
import { say } from '../testkit/providers/index.js';

/* "Personal data" of the cases of AI security: placeholders for models, the same through a conversation, and given back to who may read it. */

const email = 'canary.person@example.com';
const iban = 'DE89 3704 0044 0532 0130 00';
const text = `The rent is paid by ${email} to ${iban}. Write to ${email} with questions.`;

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost(new URL('../../plugins/answers', import.meta.url).pathname, {
    environment: { TRACE_CONTENT: 'on' },
  });
  const update = `mutation ($input: UpdateGuardPolicyInput!) { updateGuardPolicy(input: $input) { __typename } }`;
  await host.query(update, { input: { personalData: { model: 'PSEUDONYMISE' } } });
});
afterAll(() => host?.close());

test('a model is given placeholders, the same for the same value, and the answer has the data again', async () => {
  const { id } = await host.addDocument(text);
  host.model.next(say('The rent is paid by <EMA', 'IL_1> to <IBAN', '_1>. ', 'Nobody is <EMAIL_7>.'));
  const { text: answer } = await host.run('summarization.summarize', { documentId: id });
  const asked = JSON.stringify(host.model.requests);
  expect(asked).not.toContain('canary.person');
  expect(asked).not.toContain('3704');
  expect(asked).toMatch(/paid by <EMAIL_1> to <IBAN_1>\. Write to <EMAIL_1>/);
  expect(answer).toBe(`The rent is paid by ${email} to ${iban}. Nobody is <EMAIL_7>.`);
});

describe('in a conversation', () => {
  const other = 'other.person@example.org';
  const spans = async (runId: string, by: Pick<TestHost, 'query'> = host) => {
    type Found = { run: { trace: { spans: { content: unknown }[] } } | null };
    const query = 'query ($id: ID!) { run(id: $id) { trace { spans { content } } } }';
    const { run } = await by.query<Found>(query, { id: runId });
    return JSON.stringify(run?.trace.spans.map(({ content }) => content) ?? null);
  };
  const kept = (runId: string) =>
    host.assembly.platform.database.tenant(host.id, (tx) =>
      tx.query<{ names: Buffer; content: Buffer }>(
        `select l.names, t.content from platform.run_logs l
           join capabilities.run_traces t on t.run_id = l.run_id where l.run_id = $1`,
        [runId],
      ),
    );
  let first = '';
  let second = '';

  test('they stay the same, also for who comes later in it', async () => {
    await host.addDocument(`The boathouse is let. Ask ${other} for its keys, or ${email}.`);
    host.model.next(say('Ask <EMAIL_1> [1].'));
    const begun = await host.run('answers.answer', { question: `Does ${email} have the boathouse keys?` });
    first = begun.runId;
    host.model.next(say('<EMAIL_1> has them, so has <EMAIL_2> [1].'));
    const question = `Who has the boathouse keys but ${other} and ${email}?`;
    const followed = await host.run('answers.answer', { question, previousRunId: first });
    second = followed.runId;
    const asked = JSON.stringify(host.model.requests.at(-1));
    expect(asked).not.toMatch(/canary\.person|other\.person/);
    expect(asked).toContain('but <EMAIL_2> and <EMAIL_1>');
    expect(followed.text).toBe(`${email} has them, so has ${other} [1].`);
  });

  test('what is recorded has them, what they stand for is encrypted, and who may read the run has it again', async () => {
    const [row] = await kept(second);
    expect(row?.names.length).toBeGreaterThan(0);
    expect(row?.names.includes('canary')).toBe(false);
    const { keys, database } = host.assembly.platform;
    const traced = await database.tenant(host.id, (tx) =>
      keys.decrypt(tx, 'traces', row?.content ?? Buffer.alloc(0)),
    );
    expect(Buffer.from(traced).toString()).toContain('<EMAIL_2>');
    expect(Buffer.from(traced).toString()).not.toMatch(/canary\.person|other\.person/);
    expect(await spans(second)).toContain(email);
  });

  test('who may not read a run is given none of its data, and cannot go on with it', async () => {
    type Made = Record<string, { group?: { id: string }; member?: { id: string }; key?: string }>;
    const make = async (name: string, type: string, payload: string, input: object) => {
      const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ... on ${payload} ${
        { createGroup: '{ group { id } }', createMember: '{ member { id } }', createKey: '{ key }' }[name]
      } } }`;
      return (await host.query<Made>(query, { input }))[name];
    };
    const group = await make('createGroup', 'CreateGroupInput', 'CreateGroupPayload', { name: 'elsewhere' });
    const { key } = (await make('createKey', 'CreateKeyInput', 'CreateKeyPayload', {
      name: 'of an auditor',
      roles: ['MEMBER', 'AUDITOR'],
      groups: [group?.group?.id],
    })) as { key: string };
    const client = createClient({ url: host.url, token: key });
    try {
      const by: Pick<TestHost, 'query'> = {
        query: (query, variables = {}) => client.request(operation(query), variables) as never,
      };
      expect(await spans(second, by)).toBe('null');
      const start = `mutation ($input: StartRunInput!) { startRun(input: $input) { ... on StartRunPayload { run { id } } } }`;
      const input = {
        capability: 'answers.answer',
        arguments: { question: 'Who is <EMAIL_1>?', previousRunId: second },
      };
      const { startRun } = (await by.query(start, { input })) as { startRun: { run: { id: string } } };
      await host.settled();
      const query = 'query ($id: ID!) { run(id: $id) { state error { code } } }';
      expect(await by.query(query, { id: startRun.run.id })).toMatchObject({
        run: { state: 'FAILED', error: { code: 'NOT_FOUND' } },
      });
    } finally {
      await client.close();
    }
  });

  test('without the key nothing of it can be told any more', async () => {
    const { keys, database } = host.assembly.platform;
    await database.tenant(host.id, (tx) => keys.erase(tx, 'pseudonyms'));
    expect(await spans(second)).toContain('<EMAIL_2>');
    expect(await spans(second)).not.toMatch(/canary\.person|other\.person/);
    host.model.next(say('<EMAIL_2> [1].'));
    const again = await host.run('answers.answer', { question: 'Who has the keys?', previousRunId: first });
    expect(JSON.stringify(host.model.requests)).not.toMatch(/canary\.person|other\.person/);
    expect(again.result?.__typename).not.toBe('Refused');
  });
});
