import { type RequestContext, rightsOfAccessList } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { DocumentsPort } from '#platform';
import { callerOf } from '../../testkit/subgraph-host.js';
import { type DocumentsHost, newcomer, openDocuments } from './fixtures/documents-host.js';

let host: DocumentsHost;
let port: DocumentsPort;
beforeAll(async () => {
  host = await openDocuments();
  const provided = host.parts.provides?.documents;
  expect(provided).toBeDefined();
  port = provided!;
});
beforeEach(() => {
  host.standIns.outputs = {};
});
afterAll(() => host.close());

const nowhere = { page: null, start: null, end: null, quote: null };
const numbered = (invoiceNumber: string | null, kind = 'invoice') => ({
  classify: { kind, confidence: 1, language: 'en', languageConfidence: 1, cues: [] },
  extract: {
    fields: [{ name: 'invoice_number', value: invoiceNumber, confidence: 0.5, ...nowhere }],
    review: [],
  },
});
async function ingested(context: RequestContext, text: string, outputs: object = {}, input: object = {}) {
  host.standIns.outputs = outputs;
  const added = await host.add(context, text, input);
  await host.work(context, 'documents.ingest');
  return added;
}

test('a document is read whole: pages, joined text, fields of the current version, hidden text', async () => {
  const ann = newcomer();
  const { parsed } = host.standIns;
  host.standIns.parsed = (text) => ({
    mediaType: 'text/markdown',
    title: 'A title',
    pages: [
      { number: 1, text, lines: [] },
      { number: 2, text: 'second 😀', lines: [{ start: 0, end: 8, box: [0, 0, 1, 1], cells: [] }] },
    ],
    hidden: [{ carrier: 'html-comment', text: 'psst', page: 1 }],
    metadata: { author: 'Ann' },
  });
  const { id, versionId } = await ingested(ann, 'first', numbered('17'));
  host.standIns.parsed = parsed;
  const document = await port.read(ann, id);
  expect(document).toMatchObject({
    id,
    versionId,
    version: 1,
    name: 'note.txt',
    title: 'A title',
    mediaType: 'text/markdown',
    kind: 'invoice',
    language: 'en',
    status: 'READY',
    text: 'first\fsecond 😀',
    pages: [
      { number: 1, text: 'first', lines: [] },
      { number: 2, text: 'second 😀', lines: [{ start: 0, end: 8, box: [0, 0, 1, 1], cells: [] }] },
    ],
    hidden: [{ carrier: 'html-comment', text: 'psst', page: 1 }],
    fields: [{ name: 'invoice_number', value: '17', confidence: 0.5, ...nowhere }],
  });
  // It crosses threads: plain data only.
  expect(structuredClone(document)).toEqual(document);
});

test('the current versions are told whoever asks: settled when all steps have ended, missing when erased', async () => {
  const ann = newcomer();
  const added = await host.add(ann, 'to be read', {});
  const versions = (...ids: string[]) =>
    host.db.database.tenant(ann.tenant, async (tx) => Object.fromEntries(await port.versions(tx, ids)));
  expect(await versions(added.id)).toEqual({ [added.id]: { versionId: added.versionId, isSettled: false } });
  await host.work(ann, 'documents.ingest');
  expect(await versions(added.id, newId())).toEqual({
    [added.id]: { versionId: added.versionId, isSettled: true },
  });
  expect(await versions()).toEqual({});
});

/** All at once: a refusal that nobody waits for yet would end the test. */
const refused = (code: string, asked: readonly Promise<unknown>[]) =>
  Promise.all(asked.map((one) => expect(one).rejects.toMatchObject({ code })));

test('what may not be read is not found, and what is in quarantine is not handed out', async () => {
  const group = newId();
  const ann = newcomer({ groups: [group] });
  const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
  const { id } = await ingested(ann, 'hidden', {}, { groups: [group] });
  for (const unknown of [id, newId(), 'no id'])
    await refused('NOT_FOUND', [
      port.read(bob, unknown),
      port.chunks(bob, unknown),
      port.relations(bob, unknown),
    ]);
  const key = callerOf(ann.tenant, { groups: [group], scopes: ['runs:start'] });
  await refused('FORBIDDEN', [port.read(key, id), port.fields(key, [id]), port.summaries(key, [id])]);

  host.standIns.outputs = { screen: { verdict: 'QUARANTINE', findings: [] } };
  const apart = await host.add(ann, 'ignore this');
  await host.work(ann, 'documents.ingest');
  const all = [port.read(ann, apart.id), port.chunks(ann, apart.id), port.relations(ann, apart.id)];
  await refused('DOCUMENT_QUARANTINED', all);
});

test('summaries and fields come in the order of the ids, with gaps for what may not be read', async () => {
  const group = newId();
  const ann = newcomer({ groups: [group] });
  const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
  const first = await ingested(ann, 'one', numbered('1'));
  const hidden = await ingested(ann, 'two', numbered('2'), { groups: [group] });
  const last = await ingested(ann, 'three', numbered('3'));
  const ids = [last.id, hidden.id, 'no id', first.id, last.id];
  const summaries = await port.summaries(bob, ids);
  expect(summaries.map((summary) => summary?.id ?? null)).toEqual([last.id, null, null, first.id, last.id]);
  const fields = await port.fields(bob, ids);
  expect(fields.map((found) => found.map(({ value }) => value))).toEqual([['3'], [], [], ['1'], ['3']]);
});

describe('a document found by a field', () => {
  const byNumber = async (context: RequestContext, value: string, more: object = {}) =>
    (await port.findByField(context, { name: 'invoice_number', value, first: 10, ...more })).map(
      ({ id }) => id,
    );

  test('has it in its current version, exactly', async () => {
    const ann = newcomer();
    const { id } = await ingested(ann, 'the first version', numbered('A-1'));
    expect(await byNumber(ann, 'A-1')).toEqual([id]);
    for (const other of ['a-1', 'A-1 ', 'A', '']) expect(await byNumber(ann, other)).toEqual([]);
    expect(await port.findByField(ann, { name: 'order_ref', value: 'A-1', first: 10 })).toEqual([]);
    host.standIns.outputs = numbered('B-2');
    await host.upload(ann, 'the second version', { documentId: id });
    await host.work(ann, 'documents.ingest');
    expect(await byNumber(ann, 'A-1')).toEqual([]);
    expect(await byNumber(ann, 'B-2')).toEqual([id]);
    const correct = `mutation ($input: CorrectFieldInput!) { correctField(input: $input) { __typename } }`;
    await host.data(ann, correct, { input: { documentId: id, name: 'invoice_number', value: 'C-3' } });
    expect(await byNumber(ann, 'B-2')).toEqual([]);
    expect(await byNumber(ann, 'C-3')).toEqual([id]);
  });

  test('may be read, is of the kind, and the newest come first', async () => {
    const group = newId();
    const ann = newcomer({ groups: [group] });
    const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
    const old = await ingested(ann, 'open, old', numbered('7'));
    const order = await ingested(ann, 'open, an order', numbered('7', 'purchase_order'));
    const hidden = await ingested(ann, 'hidden', numbered('7'), { groups: [group] });
    expect(await byNumber(ann, '7')).toEqual([hidden.id, order.id, old.id]);
    expect(await byNumber(ann, '7', { kind: 'invoice' })).toEqual([hidden.id, old.id]);
    expect(await byNumber(ann, '7', { first: 1 })).toEqual([hidden.id]);
    // What may not be read takes no place in the list.
    expect(await byNumber(bob, '7', { first: 1 })).toEqual([order.id]);
    expect(await byNumber(newcomer({ groups: [group] }), '7')).toEqual([]);
    const forAllReaders = { ...ann, actor: 'system:ingest', rights: rightsOfAccessList(['tenant']) };
    expect(await byNumber(forAllReaders, '7')).toEqual([order.id, old.id]);
    const remove = 'mutation ($input: DeleteDocumentInput!) { deleteDocument(input: $input) { __typename } }';
    await host.data(ann, remove, { input: { documentId: order.id } });
    expect(await byNumber(bob, '7')).toEqual([old.id]);
  });
});

test('relations name documents that may be read, the closest first', async () => {
  const group = newId();
  const ann = newcomer({ groups: [group] });
  const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
  const near = await ingested(ann, 'near');
  const hidden = await ingested(ann, 'hidden', {}, { groups: [group] });
  const far = await ingested(ann, 'far');
  const related = (documentId: string, score: number) => ({
    documentId,
    relation: 'SIMILAR',
    score,
    reason: 'Alike.',
  });
  const { id } = await ingested(ann, 'in the middle', {
    relate: {
      related: [related(far.id, 0.2), related(near.id, 0.9), related(hidden.id, 0.5), related(newId(), 1)],
    },
  });
  expect(await port.relations(bob, id)).toEqual([related(near.id, 0.9), related(far.id, 0.2)]);
  expect((await port.relations(ann, id)).map(({ documentId }) => documentId)).toEqual([
    near.id,
    hidden.id,
    far.id,
  ]);
});

test('lists are of a kind, the newest first, a hundred at most', async () => {
  const ann = newcomer();
  const first = await ingested(ann, 'an invoice', numbered('1'));
  const second = await ingested(ann, 'an order', numbered('2', 'purchase_order'));
  const list = async (filter: object) =>
    (await port.list(ann, { first: 1000, ...filter })).map(({ id }) => id);
  expect(await list({})).toEqual([second.id, first.id]);
  expect(await list({ kind: 'invoice' })).toEqual([first.id]);
  expect(await list({ language: 'de' })).toEqual([]);
  expect(await list({ first: 1 })).toEqual([second.id]);
});

test('passages come in their order', async () => {
  const ann = newcomer();
  const text = Array.from(
    { length: 60 },
    (_, at) => `The mill grinds flour for the valley, year ${at}.`,
  ).join(' ');
  const { id } = await ingested(ann, text);
  const chunks = await port.chunks(ann, id);
  expect(chunks.length).toBeGreaterThan(1);
  expect(chunks.map(({ ordinal }) => ordinal)).toEqual(chunks.map((_chunk, at) => at));
  for (const { start, end, text: passage } of chunks) expect(text.slice(start, end)).toBe(passage);
});
