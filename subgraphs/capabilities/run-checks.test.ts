import { randomUUID } from 'node:crypto';
import type { RunEvent } from 'tributary/sdk';
import { callerOf } from '../../testkit/subgraph-host.js';
import { openRunHost, type RunHost } from './fixtures/run-host.js';

const tenant = randomUUID();
const anna = callerOf(tenant, { actor: 'user:anna', roles: ['member'], groups: ['a'] });
let host: RunHost;

beforeAll(async () => {
  host = await openRunHost();
});
afterAll(() => host.close());

const run = async (capability: string, input: unknown) => {
  const runId = await host.start(anna, capability, input);
  await host.work(anna, runId);
  return host.events(anna, runId);
};
const said = (events: RunEvent[]) =>
  events.map((event) => (event.type === 'TextDelta' ? event.text : '')).join('');

it('publishes a citation that stands where it says, with its document', async () => {
  const { documentId, versionId } = await host.document(tenant, 'Invoice 17');
  const events = await run('trial.cite', { documentId });
  const citation = events.find(({ type }) => type === 'Citation');
  expect(citation).toMatchObject({
    versionId,
    page: 1,
    start: 0,
    end: 5,
    quote: 'Invoi',
    document: { id: documentId },
  });
  expect(events.at(-1)).toMatchObject({ result: { type: 'Answer', result: { grounded: true } } });
});

it('does not publish a citation that does not, and asks a person', async () => {
  const { documentId } = await host.document(tenant, 'Invoice 17');
  const events = await run('trial.cite', { documentId, shift: 1 });
  expect(events.some(({ type }) => type === 'Citation')).toBe(false);
  expect(events.at(-1)).toMatchObject({
    result: { type: 'NeedsReview', reviewId: expect.any(String), result: { grounded: false, evidence: [] } },
  });
});

it('screens the input', async () => {
  const events = await run('trial.echo', { text: 'a forbidden word' });
  expect(events.at(-1)).toMatchObject({
    result: { type: 'Refused', code: 'INPUT_BLOCKED', result: { screening: 'BLOCKED' } },
  });
  expect(said(events)).toBe('');
});

it('changes text in the input and in the stream, word by word', async () => {
  const events = await run('trial.echo', { text: 'the secret is out' });
  expect(said(events)).toBe('the ****** is out');
  expect(events.at(-1)).toMatchObject({
    result: {
      text: 'the ****** is out',
      output: { text: 'the ****** is out' },
      result: { screening: 'MODIFIED' },
    },
  });
});

it('stops what a document makes it say, before it is said', async () => {
  const { documentId } = await host.document(tenant, 'forbidden fruit');
  const events = await run('trial.cite', { documentId, length: 9 });
  expect(said(events)).toBe('');
  expect(events.at(-1)).toMatchObject({
    result: { type: 'Refused', code: 'OUTPUT_BLOCKED', result: { screening: 'BLOCKED' } },
  });
});

it('erases runs with the document that they were made from', async () => {
  const { documentId } = await host.document(tenant, 'Invoice 99');
  const events = await run('trial.cite', { documentId });
  await host.db.database.tenant(tenant, async (tx) => {
    for (const eraser of host.subgraphParts.erasers ?? []) await eraser.document?.(tx, documentId);
  });
  const left = await host.db.database.tenant(tenant, (tx) =>
    tx.query(
      `select 1 from capabilities.runs where id = $1 union all select 1 from platform.run_events where run_id = $1`,
      [events[0]?.runId],
    ),
  );
  expect(left).toEqual([]);
});
