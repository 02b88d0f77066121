import { createTestHost, type TestHost } from '../testkit/index.js';
import { say } from '../testkit/providers/index.js';

/* "Personal data" of the cases of AI security: placeholders for models, and no raw copy in what is kept beside the documents. */

const email = 'canary.person@example.com';
const iban = 'DE89 3704 0044 0532 0130 00';
const text = `The rent is paid by ${email} to ${iban}. Write to ${email} with questions.`;

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost(new URL('../../plugins/answers', import.meta.url).pathname);
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

test('no audit entry, job, event or label of a metric holds a person of a document, a question or a name of a file', async () => {
  await host.addDocument(`${text} In the document.`, { name: `${email}.txt` });
  host.model.next(say('<EMAIL_1> asks.'));
  await host.run('answers.answer', { question: `What does ${email} want?` });
  await host.run('summarization.summarize', { documentId: `${email}` }).catch(() => undefined);
  const { database, metrics } = host.assembly.platform;
  const sinks = await database.tenant(host.id, async (tx) => {
    const rows = async (sql: string) => JSON.stringify(await tx.query(sql));
    return {
      audit: await rows('select body, subjects, action from platform.audit_intake'),
      jobs: await rows('select payload from platform.jobs'),
      screening: await rows(`select body from platform.audit_intake where kind = 'screening'`),
    };
  });
  const labels = JSON.stringify(await metrics.render());
  for (const [sink, kept] of Object.entries({ ...sinks, labels })) {
    expect([sink, kept.includes('canary.person'), kept.includes('3704')]).toEqual([sink, false, false]);
  }
});
