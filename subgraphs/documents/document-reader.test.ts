import { type RequestContext, rightsOfAccessList } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { callerOf } from '../../testkit/subgraph-host.js';
import {
  type AddedDocument,
  type DocumentsHost,
  newcomer,
  openDocuments,
} from './fixtures/documents-host.js';

const [finance, people] = [newId(), newId()];
const ann = newcomer({ groups: [finance, people] });
const member = (groups: readonly string[], more: object = {}) =>
  callerOf(ann.tenant, { roles: ['member'], groups, ...more });
/** A part of the system that acts on a document with these readers. */
const onBehalfOf = (access: readonly string[]): RequestContext => ({
  ...ann,
  actor: 'system:ingest',
  rights: rightsOfAccessList(access),
});

let host: DocumentsHost;
let open: AddedDocument;
let ofFinance: AddedDocument;
let ofPeople: AddedDocument;
let ofBoth: AddedDocument;

beforeAll(async () => {
  host = await openDocuments();
  open = await host.add(ann, 'open to everybody');
  ofFinance = await host.add(ann, 'for finance', { groups: [finance] });
  ofPeople = await host.add(ann, 'for people', { groups: [people] });
  ofBoth = await host.add(ann, 'for both', { groups: [people, finance] });
});
afterAll(() => host.close());

interface List {
  documents: {
    totalCount: number;
    nodes: { id: string }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  };
}
const list = `query ($first: Int, $after: Cursor, $filter: DocumentFilter) {
  documents(first: $first, after: $after, filter: $filter) {
    totalCount nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
async function seen(context: RequestContext, filter: object = {}): Promise<string[]> {
  const { documents } = await host.data<List>(context, list, { first: 100, filter });
  expect(documents.totalCount).toBe(documents.nodes.length);
  return documents.nodes.map(({ id }) => id);
}
const ids = (...documents: AddedDocument[]) => documents.map(({ id }) => id);

test('a person reads what names the tenant or one of the own groups', async () => {
  expect(await seen(ann)).toEqual(ids(ofBoth, ofPeople, ofFinance, open));
  expect(await seen(member([finance]))).toEqual(ids(ofBoth, ofFinance, open));
  expect(await seen(member([]))).toEqual(ids(open));
  expect(await seen(newcomer({ groups: [finance] }))).toEqual([]);
});

test('who acts for all readers of a document reads what all of them may read', async () => {
  expect(await seen(onBehalfOf([`group:${finance}`]))).toEqual(ids(ofBoth, ofFinance, open));
  expect(await seen(onBehalfOf([`group:${finance}`, `group:${people}`]))).toEqual(ids(ofBoth, open));
  expect(await seen(onBehalfOf(['tenant']))).toEqual(ids(open));
  expect(await seen(onBehalfOf([]))).toEqual(ids(open));
});

test('what may not be read does not exist, by whatever way it is asked for', async () => {
  const bob = member([people]);
  const one = 'query ($id: ID!) { document(id: $id) { id } }';
  for (const id of [ofFinance.id, newId(), 'no id'])
    expect(await host.data(bob, one, { id })).toEqual({ document: null });
  expect(await host.data(bob, one, { id: open.id.toUpperCase() })).toEqual({ document: { id: open.id } });
  const entities = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Document { id } } }`;
  const of = [ofFinance.id, ofPeople.id, newId(), 'no id'].map((id) => ({ __typename: 'Document', id }));
  expect(await host.data(bob, entities, { of })).toEqual({
    _entities: [null, { id: ofPeople.id }, null, null],
  });
  expect(await host.data(callerOf(newId()), entities, { of })).toEqual({
    _entities: [null, null, null, null],
  });
});

test('a key without the scope to read reads nothing', async () => {
  const key = member([finance], { scopes: ['documents:write'] });
  for (const source of ['{ documents { totalCount } }', `{ document(id: "${open.id}") { id } }`]) {
    const { errors } = await host.call(key, source);
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN' });
  }
  const stop = new AbortController();
  const changes = await host.follow(key, 'subscription { documentChanged { id } }', {}, stop.signal);
  await expect(changes[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
});

test('pages go on where they ended, also when newer documents come meanwhile', async () => {
  const context = newcomer();
  const made: string[] = [];
  for (let index = 0; index < 5; index += 1) made.push((await host.add(context, `text ${index}`)).id);
  const page = async (after: string | null) =>
    (await host.data<List>(context, list, { first: 2, after })).documents;
  const first = await page(null);
  expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
  await host.add(context, 'a newer one');
  const second = await page(first.pageInfo.endCursor);
  expect(second).toMatchObject({ totalCount: 6, pageInfo: { hasNextPage: true, hasPreviousPage: true } });
  const third = await page(second.pageInfo.endCursor);
  expect(third.pageInfo.hasNextPage).toBe(false);
  const read = [first, second, third].flatMap(({ nodes }) => nodes.map(({ id }) => id));
  expect(read).toEqual([...made].reverse());
  const past = await page(third.pageInfo.endCursor);
  expect(past).toMatchObject({ nodes: [], totalCount: 6, pageInfo: { endCursor: null } });
});

test('cursors and page sizes that are none of ours are refused', async () => {
  const forged = (keys: unknown) => Buffer.from(JSON.stringify(keys)).toString('base64url');
  for (const after of ['x', forged(["'; drop"]), forged([5]), forged([newId(), 1])]) {
    const { errors } = await host.call(ann, list, { after });
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'CURSOR_INVALID' });
  }
  for (const first of [0, -1, 101]) {
    const { errors } = await host.call(ann, list, { first });
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'BAD_USER_INPUT' });
  }
  const pages = `query ($id: ID!, $after: Cursor) { document(id: $id) { pages(after: $after) { totalCount } } }`;
  for (const keys of [['x'], [1.5], [-1], [1e12]]) {
    const { errors } = await host.call(ann, pages, { id: open.id, after: forged(keys) });
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'CURSOR_INVALID' });
  }
  const { errors } = await host.call(ann, list, { filter: { kind: 'a\0' } });
  expect(errors?.[0]?.originalError).toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('filters narrow the list and its count', async () => {
  await host.sql(
    ann,
    `update documents.documents set kind = 'invoice', language = 'de', status = 'READY' where id = $1`,
    [open.id],
  );
  const filters = [
    { kind: 'invoice' },
    { language: 'de' },
    { status: 'READY' },
    { kind: 'invoice', language: 'de' },
  ];
  for (const filter of filters) expect(await seen(ann, filter)).toEqual(ids(open));
  expect(await seen(ann, { kind: 'invoice', language: 'en' })).toEqual([]);
});

test('the parts of many documents are read together, and each gets its own', async () => {
  const context = newcomer();
  host.standIns.outputs = {
    extract: {
      fields: [
        { name: 'invoice_number', value: '17', confidence: 0.5, page: 1, start: 0, end: 2, quote: '17' },
      ],
      review: [],
    },
  };
  const first = await host.add(context, '17 is the first');
  await host.work(context, 'documents.ingest');
  host.standIns.outputs = {};
  const second = await host.add(context, 'the second');
  const parts = `{ documents { nodes { id steps { name state } fields { name value source } findings { kind }
    versions { version sha256 size } pages(first: 1) { totalCount nodes { number text } } } } }`;
  const { documents } = await host.data<{ documents: { nodes: object[] } }>(context, parts);
  expect(documents.nodes).toMatchObject([
    { id: second.id, fields: [], pages: { totalCount: 0 }, versions: [{ version: 1, size: 10 }] },
    {
      id: first.id,
      fields: [{ name: 'invoice_number', value: '17', source: 'EXTRACTED' }],
      pages: { totalCount: 1, nodes: [{ number: 1, text: '17 is the first' }] },
      findings: [],
    },
  ]);
  const steps = documents.nodes.map((node) => (node as { steps: { name: string; state: string }[] }).steps);
  expect(steps[0]?.map(({ name }) => name)).toEqual(steps[1]?.map(({ name }) => name));
  expect(new Set(steps[0]?.map(({ state }) => state))).toEqual(new Set(['PENDING']));
});

test('the pages of an earlier version can be read by its id, those of another document cannot', async () => {
  const context = newcomer();
  const old = await host.add(context, 'as it was');
  await host.work(context, 'documents.ingest');
  const { document } = await host.upload(context, 'as it is', { documentId: old.id });
  await host.work(context, 'documents.ingest');
  const pages = `query ($id: ID!, $versionId: ID) {
    document(id: $id) { version pages(versionId: $versionId) { nodes { text } } } }`;
  const read = async (versionId: string | null) =>
    (await host.data<{ document: object }>(context, pages, { id: old.id, versionId })).document;
  expect(await read(null)).toEqual({ version: 2, pages: { nodes: [{ text: 'as it is' }] } });
  expect(await read(document?.versionId ?? '')).toEqual({
    version: 2,
    pages: { nodes: [{ text: 'as it is' }] },
  });
  expect(await read(old.versionId)).toEqual({ version: 2, pages: { nodes: [{ text: 'as it was' }] } });
  const other = await host.add(context, 'of another document');
  await host.work(context, 'documents.ingest');
  for (const versionId of [other.versionId, newId(), 'no id'])
    expect(await read(versionId)).toEqual({ version: 2, pages: { nodes: [] } });
});
