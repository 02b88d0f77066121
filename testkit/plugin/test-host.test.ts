import { createTestHost, type TestHost } from 'tributary/testkit';

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost('plugins/summarization');
});
afterAll(() => host?.close());

const text = 'The mill grinds flour. The miller is old. The wheel was built of oak.';

test('a document is read, a capability runs, and the composed graph shows what it made', async () => {
  const { id } = await host.addDocument(text);
  const run = await host.run('summarization.summarize', { documentId: id, sentences: 1 });
  expect(run.result).toMatchObject({ __typename: 'Answer', text: run.text });
  expect(text).toContain(run.text);
  const source = 'query ($id: ID!) { document(id: $id) { status summary(sentences: 1) { text } } }';
  expect(await host.query(source, { id })).toEqual({
    document: { status: 'READY', summary: { text: run.text } },
  });
  const other = await host.tenant();
  expect(await other.query(source, { id })).toEqual({ document: null });
});

test('a subscription of the plugin is streamed through the gateway', async () => {
  const { id } = await host.addDocument(`${text} It stands in the valley.`);
  const source = 'subscription ($id: ID!) { summarize(documentId: $id) { __typename cursor } }';
  const parts: unknown[] = [];
  for await (const { __typename } of host.stream(source, { id })) parts.push(__typename);
  expect([parts[0], parts.at(-1)]).toEqual(['RunStarted', 'RunFinished']);
});

test('the model says what the test tells it', async () => {
  const { id } = await host.addDocument(`${text} Flour is sold in the valley.`);
  host.model.says(['The mill grinds ', 'flour.']);
  const run = await host.run('summarization.summarize', { documentId: id }, { anew: true });
  expect(run.text).toBe('The mill grinds flour.');
  expect(run.result?.result.engine).toBe('MODEL');
  expect(host.model.requests).toHaveLength(1);
  host.model.rests();
});

test('time stands until it is moved', async () => {
  const before = host.clock.now().getTime();
  host.clock.advance(3_600_000);
  expect(host.clock.now().getTime() - before).toBe(3_600_000);
});
