import { conversationOf } from '../plugins/assistant/fixtures/conversation.js';
import { type HostWithModel, hostWithModel } from './shipped-models.fixture.js';

/*
 * AI-12 of the cases of AI security: a model that would call tools a thousand times is stopped at eight. And what tools are
 * for: a model that calls them well.
 */

const search = (query: string) => ({ toolCall: { name: 'search_documents', arguments: { query } } });
const endless = Array.from({ length: 1_000 }, (_, at) => ({
  when: 'Go on for ever',
  times: 1,
  parts: [search(`mill ${at}`)],
}));
const note = { name: 'rent.txt', text: 'The rent of the boathouse is EUR 300.00.' };
/** Finds it, and notes what it found. */
const noting = (when: string) => [
  { when, times: 1, parts: [search('rent boathouse')] },
  { when, times: 1, parts: ['I found it.', { toolCall: { name: 'WriteNote', arguments: note } }] },
  { when, times: 1, parts: ['It is noted.'] },
];
const answers = [
  ...endless,
  ...noting('Note the rent'),
  ...noting('Keep the rent'),
  { parts: ['The rent is EUR 300.00 [1].'] },
];

let host: HostWithModel;
beforeAll(async () => {
  host = await hostWithModel({ provider: 'scripted', script: { answers } });
  await host.addDocument('The rent of the boathouse is EUR 300.00 a month.', { name: 'lease.txt' });
}, 120_000);
afterAll(() => host?.close());

test('a loop of a thousand calls stops at eight', async () => {
  const turn = await (await conversationOf(host)).say('Go on for ever.');
  expect(turn.steps).toHaveLength(8);
  expect(turn).toMatchObject({ state: 'STOPPED', reason: 'STEPS' });
  expect(turn.parts.filter(({ __typename }) => __typename === 'ToolCall')).toHaveLength(8);
});

test('a model’s answer is cited by the numbers of its passages', async () => {
  const turn = await (await conversationOf(host)).say('What is the rent of the boathouse?');
  expect(turn).toMatchObject({ state: 'ANSWERED', text: 'The rent is EUR 300.00 [1].' });
  expect(turn.parts.filter(({ __typename }) => __typename === 'Citation')).toHaveLength(1);
});

test('arguments that were read are named in what waits, and the turn goes on with what came of it', async () => {
  const talk = await conversationOf(host);
  const turn = await talk.say('Note the rent of the boathouse.');
  expect(turn.steps.map(({ tool, outcome }) => `${tool} ${outcome}`)).toEqual([
    'search_documents DONE',
    'WriteNote WAITING',
  ]);
  const [approval] = turn.toolApprovals;
  expect(approval).toMatchObject({ arguments: note, tainted: ['/text'] });
  const decided = approval && (await talk.decide(approval, 'APPROVE'));
  expect(decided?.turn).toMatchObject({ state: 'ANSWERED', text: 'I found it.\n\nIt is noted.' });
  const { documents } = await host.query<{ documents: { nodes: { name: string }[] } }>(
    '{ documents(first: 10) { nodes { name } } }',
  );
  expect(documents.nodes.map(({ name }) => name)).toContain('rent.txt');
});

test('a tenant may have no change proposed whose arguments were read', async () => {
  const other = await host.tenant();
  await other.addDocument('The rent of the boathouse is EUR 300.00 a month.', { name: 'lease.txt' });
  const set = `mutation ($input: SetPluginSettingsInput!) { setPluginSettings(input: $input) { __typename } }`;
  const input = { plugin: 'assistant', settings: { taintedChanges: 'DENY' } };
  expect(await other.query(set, { input })).toEqual({
    setPluginSettings: { __typename: 'PluginSettingsPayload' },
  });
  const turn = await (await conversationOf(other)).say('Keep the rent of the boathouse.');
  expect(turn).toMatchObject({ state: 'ANSWERED', text: 'I found it.', toolApprovals: [] });
  expect(turn.steps.map(({ outcome }) => outcome)).toEqual(['DONE', 'DENIED']);
});
