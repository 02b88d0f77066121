import { createLogger } from '#platform/telemetry';
import { startCollector, type TestCollector } from '../platform/telemetry/otlp/collector.fixture.js';
import { createTestHost, type TestHost } from '../testkit/index.js';
import { say } from '../testkit/providers/index.js';

/*
 * "Everywhere" of the cases of AI security: one person for each way into the system, and none of them in anything that is
 * kept or sent beside the documents themselves, once the tenant's policy takes personal data out.
 */

const person = (channel: string) => `canary.${channel}@example.com`;
const channels = ['prompt', 'document', 'filename', 'error', 'header', 'nested'] as const;
/** Where a document is the data itself: its row, its versions, its texts, and what was read in them. */
const ofDocuments = /^documents\./;

let host: TestHost;
let collector: TestCollector;
const lines: string[] = [];
beforeAll(async () => {
  collector = await startCollector();
  host = await createTestHost(new URL('../../plugins/answers', import.meta.url).pathname, {
    environment: { TRACE_CONTENT: 'on', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    log: createLogger(
      { logLevel: 'debug' },
      {},
      {
        write: (line, written) => {
          lines.push(line);
          written?.();
        },
      },
    ),
  });
  const update = `mutation ($input: UpdateGuardPolicyInput!) { updateGuardPolicy(input: $input) { __typename } }`;
  const personalData = { input: 'MASK', output: 'MASK', model: 'PSEUDONYMISE' };
  await host.query(update, { input: { personalData } });
});
afterAll(async () => {
  await host?.close();
  await collector?.close();
});

test('no sink holds a person of a prompt, a document, a file name, an error, a header or a nested run', async () => {
  const { id } = await host.addDocument(
    `The rent of the boathouse is EUR 300.00 a month. It is paid by ${person('document')}.`,
    { name: `${person('filename')}.txt` },
  );
  host.model.next(say('It is paid by <EMAIL_1> [1].'));
  const question = `Who pays the rent of the boathouse, is it ${person('prompt')}?`;
  const asked = await host.run('answers.answer', { question, documentIds: [id] });
  expect(asked.result?.__typename).toMatch(/^(Answer|NeedsReview)$/);
  const nested = `Compare ${person('nested')} with the rent of the boathouse.`;
  await host.run('answers.answer', { question: nested, documentIds: [id], previousRunId: asked.runId });
  await host.run('summarization.summarize', { documentId: id });
  // A run that fails, and requests that are refused.
  host.model.next((exchange) => {
    exchange.response.writeHead(400, { 'content-type': 'application/json' });
    exchange.response.end(JSON.stringify({ error: { message: `no such person: ${person('error')}` } }));
  });
  await host.run('summarization.summarize', { documentId: id }, { anew: true });
  await expect(host.run('summarization.summarize', { documentId: person('error') })).rejects.toMatchObject({
    code: expect.any(String),
  });
  const answered = await fetch(new URL('/graphql', host.url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${host.token}`,
      'content-type': 'application/json',
      'x-request-id': person('header'),
      'user-agent': person('header'),
      'apollographql-client-name': person('header'),
      tracestate: `a=${person('header')}`,
      baggage: `user=${person('header')}`,
    },
    body: JSON.stringify({ query: `{ document(id: "${person('error')}") { id } }` }),
  });
  expect(await answered.text()).not.toContain(person('header'));
  await host.settled();
  const schedules = host.assembly.subgraphs.flatMap(({ parts }) => parts.schedules ?? []);
  await schedules.find(({ name }) => name === 'audit.chain')?.run(AbortSignal.timeout(10_000));

  const sinks = { ...(await rows()), labels: JSON.stringify(await host.assembly.platform.metrics.render()) };
  const exported = await host.query<{ exportAudit: { lines: string[] } }>(
    '{ exportAudit(limit: 500) { lines } }',
  );
  const found = Object.entries({
    ...sinks,
    log: lines.join('\n'),
    auditExport: JSON.stringify(exported),
    collector: JSON.stringify(collector.packets),
  }).flatMap(([sink, kept]) =>
    channels.filter((channel) => kept.toLowerCase().includes(person(channel))).map((one) => [sink, one]),
  );
  expect(found).toEqual([]);
  // They were looked through, and hold what was done.
  const looked = [
    'platform.jobs',
    'platform.outbox',
    'platform.run_events',
    'capabilities.runs',
    'audit.entries',
  ];
  const empty = Object.entries(sinks).filter(([sink, kept]) => looked.includes(sink) && kept === '');
  expect([empty, looked.filter((sink) => !(sink in sinks))]).toEqual([[], []]);
  expect(lines.length * collector.packets.length).toBeGreaterThan(0);
});

/** All that the database holds of any tenant, by table, but for the documents. */
async function rows(): Promise<Record<string, string>> {
  return host.assembly.platform.system.across(async (tx) => {
    const tables = await tx.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema') and has_table_privilege(format('%I.%I', schemaname, tablename), 'select')
        order by 1`,
    );
    const read: Record<string, string> = {};
    for (const { name } of tables) {
      if (ofDocuments.test(name)) continue;
      const found = await tx.query<{ row: string }>(`select t::text as row from ${name} t`);
      read[name] = found.map(({ row }) => row).join('\n');
    }
    return read;
  });
}
