import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type RequestContext, rightsOfGroups } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { callerOf } from '../../testkit/subgraph-host.js';
import { type DocumentsHost, newcomer, openDocuments } from './fixtures/documents-host.js';

let host: DocumentsHost;
beforeAll(async () => {
  host = await openDocuments();
});
afterEach(() => {
  host.standIns.outputs = {};
});
afterAll(() => host.close());

const signal = new AbortController().signal;
const extracted = (name: string, value: string | null, confidence = 0.5) => ({
  name,
  value,
  confidence,
  page: null,
  start: null,
  end: null,
  quote: null,
});

async function ingested(context: RequestContext, text: string, input: object = {}) {
  const added = await host.add(context, text, input);
  await host.work(context, 'documents.ingest');
  return added;
}
const found = async ({ tenant, groups }: RequestContext, text: string) => {
  const page = await host.platform.search.query(
    tenant,
    { text, rights: rightsOfGroups(groups), first: 10 },
    signal,
  );
  return page.hits.map(({ documentId }) => documentId);
};
const shown = {
  correctField: '... on CorrectFieldPayload { field { name value confidence source extractedValue } }',
  reprocessDocument: '... on ChangeDocumentPayload { document { id status } }',
  setDocumentGroups: '... on ChangeDocumentPayload { document { id groups } }',
  deleteDocument: '... on DeleteDocumentPayload { documentId }',
};
type Change = keyof typeof shown;
async function change(context: RequestContext, field: Change, input: object) {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const source = `mutation ($input: ${type}!) { ${field}(input: $input) {
    __typename ... on Failure { code message } ${shown[field]} } }`;
  return (await host.data<Record<Change, Record<string, unknown>>>(context, source, { input }))[field];
}
const status = async (context: RequestContext, id: string) => {
  const { document } = await host.data<{ document: { status: string } | null }>(
    context,
    'query ($id: ID!) { document(id: $id) { status } }',
    { id },
  );
  return document?.status ?? null;
};

describe('a correction', () => {
  const fields =
    'query ($id: ID!) { document(id: $id) { fields { name value source confidence extractedValue } } }';
  const fieldsOf = async (context: RequestContext, id: string) =>
    (await host.data<{ document: { fields: object[] } }>(context, fields, { id })).document.fields;

  test('stands before what is extracted, also after the document was read again', async () => {
    const ann = newcomer();
    host.standIns.outputs = {
      extract: { fields: [extracted('invoice_number', '17'), extracted('currency', 'EUR')], review: [] },
    };
    const { id } = await ingested(ann, 'invoice 17');
    expect(
      await change(ann, 'correctField', { documentId: id, name: 'invoice_number', value: '71' }),
    ).toEqual({
      __typename: 'CorrectFieldPayload',
      field: {
        name: 'invoice_number',
        value: '71',
        confidence: 1,
        source: 'CORRECTED',
        extractedValue: '17',
      },
    });
    await change(ann, 'correctField', { documentId: id, name: 'invoice_number', value: '711' });
    await change(ann, 'correctField', { documentId: id, name: 'order_ref', value: 'B-1' });
    await change(ann, 'reprocessDocument', { documentId: id });
    await host.work(ann, 'documents.ingest');
    expect(await fieldsOf(ann, id)).toEqual(
      expect.arrayContaining([
        { name: 'invoice_number', value: '711', confidence: 1, source: 'CORRECTED', extractedValue: '17' },
        { name: 'order_ref', value: 'B-1', confidence: 1, source: 'CORRECTED', extractedValue: null },
        { name: 'currency', value: 'EUR', confidence: 0.5, source: 'EXTRACTED', extractedValue: null },
      ]),
    );
    expect(await fieldsOf(ann, id)).toHaveLength(3);
    const told = await host.sql(
      ann,
      `select payload->>'field' as field, payload->>'by' as by from platform.outbox
       where name = 'document.corrected' and payload->>'documentId' = $1 order by id`,
      [id],
    );
    expect(told).toEqual(
      ['invoice_number', 'invoice_number', 'order_ref'].map((field) => ({ field, by: ann.actor })),
    );
  });

  test('may say that the document has no such value, or give rows', async () => {
    const ann = newcomer();
    host.standIns.outputs = {
      extract: { fields: [extracted('iban', 'DE00'), extracted('due_amount', null)], review: [] },
    };
    const { id } = await ingested(ann, 'no bank account');
    expect(await change(ann, 'correctField', { documentId: id, name: 'iban', value: null })).toMatchObject({
      field: { value: null, source: 'CORRECTED', extractedValue: 'DE00' },
    });
    const lines = [{ text: 'Flour', amount: 12.5 }];
    expect(await change(ann, 'correctField', { documentId: id, name: 'lines', value: lines })).toMatchObject({
      field: { value: lines },
    });
    expect(await fieldsOf(ann, id)).toContainEqual(
      expect.objectContaining({ name: 'due_amount', value: null, source: 'EXTRACTED' }),
    );
  });

  test('is refused for names and values that nothing can keep', async () => {
    const ann = newcomer();
    const { id } = await host.add(ann, 'refused');
    for (const input of [
      { name: 'Invoice Number', value: 'x' },
      { name: '', value: 'x' },
      { name: 'note', value: 'a\0' },
      { name: 'note', value: { 'k\0': 1 } },
      { name: 'note', value: ['\ud800'] },
    ])
      expect(await change(ann, 'correctField', { documentId: id, ...input })).toMatchObject({
        __typename: 'InvalidInput',
      });
  });
});

test('a document is read again once at a time', async () => {
  const ann = newcomer();
  const { id } = await ingested(ann, 'once more');
  const twice = [1, 2].map(() => change(ann, 'reprocessDocument', { documentId: id }));
  const outcomes = (await Promise.all(twice)).map((outcome) => outcome.__typename);
  expect(outcomes.sort()).toEqual(['ChangeDocumentPayload', 'Conflict']);
  expect(await status(ann, id)).toBe('PROCESSING');
  await host.work(ann, 'documents.ingest');
  expect(await status(ann, id)).toBe('READY');
});

describe('readers', () => {
  const [finance, people] = [newId(), newId()];

  test('follow a change at once, in lists, in the search and in the access of others', async () => {
    const ann = newcomer({ groups: [finance] });
    const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
    const { id } = await ingested(ann, 'a word of zanzibar');
    expect(await found(bob, 'zanzibar')).toEqual([id]);
    expect(await change(ann, 'setDocumentGroups', { documentId: id, groups: [finance] })).toMatchObject({
      document: { groups: [finance] },
    });
    expect(await status(bob, id)).toBeNull();
    expect(await found(bob, 'zanzibar')).toEqual([]);
    expect(await found(ann, 'zanzibar')).toEqual([id]);
    const readable = await host.db.database.tenant(ann.tenant, (tx) =>
      host.platform.access.readable(tx, bob, 'Document', [id]),
    );
    expect([...readable]).toEqual([]);
    expect(await change(bob, 'setDocumentGroups', { documentId: id, groups: [] })).toMatchObject({
      __typename: 'NotFound',
    });
    expect(await change(ann, 'setDocumentGroups', { documentId: id, groups: [people] })).toMatchObject({
      __typename: 'InvalidInput',
    });
    await change(ann, 'setDocumentGroups', { documentId: id, groups: [] });
    expect(await found(bob, 'zanzibar')).toEqual([id]);
  });

  test('of several changes at once the index ends with the last', async () => {
    const ann = newcomer({ groups: [finance] });
    const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
    const { id } = await ingested(ann, 'contended');
    const lists = [[finance], [], [finance], []];
    await Promise.all(lists.map((groups) => change(ann, 'setDocumentGroups', { documentId: id, groups })));
    await host.work(ann, 'documents.align-index');
    const [row] = await host.sql<{ access: string[] }>(ann, 'select access from documents.documents');
    expect(await found(bob, 'contended')).toEqual(row?.access.includes('tenant') ? [id] : []);
    await change(ann, 'setDocumentGroups', { documentId: id, groups: [finance] });
    expect(await found(bob, 'contended')).toEqual([]);
  });

  test('the same bytes may come again for others', async () => {
    const ann = newcomer({ groups: [finance] });
    const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
    const { id } = await host.add(ann, 'shared, then not');
    await change(ann, 'setDocumentGroups', { documentId: id, groups: [finance] });
    const again = await host.add(bob, 'shared, then not');
    expect(again.id).not.toBe(id);
    await change(ann, 'setDocumentGroups', { documentId: id, groups: [] });
    expect(await status(bob, id)).toBe('PROCESSING');
  });
});

describe('deletion', () => {
  const blobs = async ({ tenant }: RequestContext) => {
    const folder = join(host.db.config.blobs.driver.folder, tenant);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).length;
  };
  const left = async (context: RequestContext) => {
    const tables = ['documents', 'versions', 'steps', 'pages', 'chunks', 'fields', 'findings', 'relations'];
    const counts = tables.map((table) => `(select count(*)::int from documents.${table}) as ${table}`);
    const [row] = await host.sql<Record<string, number>>(context, `select ${counts.join(', ')}`);
    return Object.entries(row ?? {}).filter(([, count]) => count > 0);
  };

  test('takes effect at once, and its job leaves nothing behind, however often it runs', async () => {
    const ann = newcomer();
    host.standIns.outputs = { extract: { fields: [extracted('currency', 'EUR')], review: [] } };
    const { id } = await ingested(ann, 'the word quagga');
    await host.upload(ann, 'the word quagga again', { documentId: id });
    await host.work(ann, 'documents.ingest');
    expect(await change(ann, 'deleteDocument', { documentId: id })).toEqual({
      __typename: 'DeleteDocumentPayload',
      documentId: id,
    });
    expect(await status(ann, id)).toBeNull();
    for (const [field, input] of [
      ['deleteDocument', {}],
      ['reprocessDocument', {}],
      ['setDocumentGroups', { groups: [] }],
      ['correctField', { name: 'currency', value: 'USD' }],
    ] as const)
      expect(await change(ann, field, { documentId: id, ...input })).toMatchObject({
        __typename: 'NotFound',
      });
    await host.work(ann, 'documents.delete');
    await host.work(ann, 'documents.delete');
    expect(await left(ann)).toEqual([]);
    expect(await blobs(ann)).toBe(0);
    expect(await found(ann, 'quagga')).toEqual([]);
    const told = await host.sql(ann, `select from platform.outbox where name = 'document.deleted'`);
    expect(told).toHaveLength(1);
  });

  test('leaves the bytes of another document that were the same', async () => {
    const [finance, people] = [newId(), newId()];
    const ann = newcomer({ groups: [finance] });
    const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'], groups: [people] });
    const own = await host.add(ann, 'of both', { groups: [finance] });
    const other = await host.add(bob, 'of both', { groups: [people] });
    await change(ann, 'deleteDocument', { documentId: own.id });
    await host.work(ann, 'documents.delete');
    expect(await blobs(ann)).toBe(1);
    await host.work(bob, 'documents.ingest');
    expect(await status(bob, other.id)).toBe('READY');
  });

  test('the same bytes may come again before it is done, and stay', async () => {
    const ann = newcomer();
    const first = await ingested(ann, 'back again');
    await change(ann, 'deleteDocument', { documentId: first.id });
    const second = await host.add(ann, 'back again');
    expect(second.id).not.toBe(first.id);
    await host.work(ann, 'documents.delete');
    await host.work(ann, 'documents.ingest');
    expect(await status(ann, second.id)).toBe('READY');
    expect(await found(ann, 'back again')).toEqual([second.id]);
    expect(await blobs(ann)).toBe(1);
  });

  test('a document that is deleted while others change it stays deleted', async () => {
    const ann = newcomer();
    const { id } = await ingested(ann, 'at the same time');
    await Promise.all([
      change(ann, 'setDocumentGroups', { documentId: id, groups: [] }),
      change(ann, 'deleteDocument', { documentId: id }),
      change(ann, 'setDocumentGroups', { documentId: id, groups: [] }),
      change(ann, 'reprocessDocument', { documentId: id }),
    ]);
    for (const job of ['documents.ingest', 'documents.delete', 'documents.align-index'])
      await host.work(ann, job);
    expect(await left(ann)).toEqual([]);
    expect(await host.sql(ann, 'select from platform.access')).toEqual([]);
    expect(await found(ann, 'at the same time')).toEqual([]);
  });
});

test('whoever may not change, correct or delete is told so', async () => {
  const ann = newcomer();
  const { id: documentId } = await host.add(ann, 'protected');
  const viewer = callerOf(ann.tenant, { roles: ['viewer'] });
  const outcomes = [
    await change(viewer, 'correctField', { documentId, name: 'note', value: 1 }),
    await change(viewer, 'reprocessDocument', { documentId }),
    await change(viewer, 'setDocumentGroups', { documentId, groups: [] }),
    await change(viewer, 'deleteDocument', { documentId }),
  ];
  expect(outcomes.map((outcome) => outcome.__typename)).toEqual(Array(4).fill('Forbidden'));
});
