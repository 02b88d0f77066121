import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { callerOf } from '../../testkit/subgraph-host.js';
import { type DocumentsHost, newcomer, openDocuments } from './fixtures/documents-host.js';

let host: DocumentsHost;
beforeAll(async () => {
  host = await openDocuments();
});
afterAll(() => host.close());

const rowsOf = (context: RequestContext, table: string) =>
  host.sql<Record<string, unknown>>(context, `select * from documents.${table}`);
const events = (context: RequestContext) =>
  host.sql<{ name: string }>(context, `select name from platform.outbox where name = 'document.uploaded'`);
const ingestJobs = (context: RequestContext) =>
  host.sql(context, `select from platform.jobs where name = 'documents.ingest'`);
async function blobs({ tenant }: RequestContext): Promise<number> {
  const folder = join(host.db.config.blobs.driver.folder, tenant);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).length;
}

test('bytes become a document with its steps, its event, its audit record and its job', async () => {
  const ann = newcomer();
  const { __typename, created, document } = await host.upload(ann, 'hello');
  expect({ __typename, created }).toEqual({ __typename: 'DocumentPayload', created: true });
  expect(document).toMatchObject({ version: 1, status: 'PROCESSING', groups: [] });
  const steps = await rowsOf(ann, 'steps');
  expect(steps).toHaveLength(11);
  expect(new Set(steps.map(({ state }) => state))).toEqual(new Set(['PENDING']));
  expect(await events(ann)).toHaveLength(1);
  expect(await ingestJobs(ann)).toHaveLength(1);
  const audited = await host.sql(ann, `select from platform.audit_intake where action = 'documents.upload'`);
  expect(audited).toHaveLength(1);
});

test('the same bytes are one document and one copy, whatever they are called and however they come', async () => {
  const ann = newcomer();
  const first = await host.upload(ann, 'the same');
  const second = await host.upload(ann, 'the same', {}, { name: 'other.txt' });
  const third = await host.add(ann, 'the same');
  expect([second.created, second.document?.id, third.id]).toEqual([
    false,
    first.document?.id,
    first.document?.id,
  ]);
  expect(await rowsOf(ann, 'versions')).toHaveLength(1);
  expect(await ingestJobs(ann)).toHaveLength(1);
  expect(await blobs(ann)).toBe(1);
  const rival = await host.upload(newcomer(), 'the same');
  expect(rival.created).toBe(true);
});

test('of two uploads of the same bytes at once one makes the document', async () => {
  const ann = newcomer();
  const both = await Promise.all([host.upload(ann, 'at once'), host.upload(ann, 'at once')]);
  expect(both.map(({ created }) => created).sort()).toEqual([false, true]);
  expect(new Set(both.map(({ document }) => document?.id)).size).toBe(1);
  expect(await blobs(ann)).toBe(1);
});

test('other bytes for a known document are its next version, also when two come at once', async () => {
  const ann = newcomer();
  const { id, versionId } = await host.add(ann, 'version one');
  const next = ['version two', 'version three'].map((text) => host.upload(ann, text, { documentId: id }));
  const made = await Promise.all(next);
  expect(made.map(({ document }) => document?.version).sort()).toEqual([2, 3]);
  expect(new Set(made.map(({ document }) => document?.id))).toEqual(new Set([id]));
  expect(await rowsOf(ann, 'versions')).toHaveLength(3);
  const [document] = await rowsOf(ann, 'documents');
  expect(document?.version).toBe(3);
  expect(document?.version_id).not.toBe(versionId);
});

test('completing an upload twice gives the document of the first time', async () => {
  const ann = newcomer();
  const created = await host.data<{ createUpload: { uploadId: string } }>(
    ann,
    'mutation { createUpload(input: { name: "a.txt" }) { ... on CreateUploadPayload { uploadId url } } }',
  );
  const complete = (uploadId: string, caller = ann) =>
    host.data(
      caller,
      `mutation ($input: CompleteUploadInput!) { completeUpload(input: $input) {
         __typename ... on Failure { code } ... on DocumentPayload { created document { id } } } }`,
      { input: { uploadId } },
    );
  expect(await complete(created.createUpload.uploadId)).toMatchObject({
    completeUpload: { code: 'UPLOAD_INCOMPLETE' },
  });
  const { document } = await host.upload(ann, 'twice');
  const [upload] = await host.sql<{ id: string }>(
    ann,
    `select id from platform.uploads where state = 'COMPLETED'`,
  );
  const id = upload?.id ?? '';
  expect(await complete(id)).toMatchObject({
    completeUpload: { created: false, document: { id: document?.id } },
  });
  const colleague = callerOf(ann.tenant, { actor: 'user:bob' });
  for (const [caller, uploadId] of [
    [colleague, id],
    [newcomer(), id],
    [ann, newId()],
    [ann, 'no id'],
  ] as const) {
    expect(await complete(uploadId, caller)).toMatchObject({
      completeUpload: { __typename: 'NotFound', code: 'UPLOAD_NOT_FOUND' },
    });
  }
});

describe('groups', () => {
  const finance = newId();
  const people = newId();

  test('one shares with groups that one belongs to, and no others', async () => {
    const ann = newcomer({ groups: [finance] });
    expect((await host.add(ann, 'for finance', { groups: [finance, finance] })).groups).toEqual([finance]);
    await expect(host.add(ann, 'for people', { groups: [people] })).rejects.toMatchObject({
      details: { reason: expect.stringContaining(`names ${people}`) },
    });
    expect(await rowsOf(ann, 'documents')).toHaveLength(1);
  });

  test('the same bytes that others keep to themselves are another document', async () => {
    const ann = newcomer({ groups: [finance] });
    const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'], groups: [people] });
    const hidden = await host.add(ann, 'salaries', { groups: [finance] });
    const own = await host.upload(bob, 'salaries', {}, { groups: [people] });
    expect(own).toMatchObject({ created: true });
    expect(own.document?.id).not.toBe(hidden.id);
    expect(await blobs(ann)).toBe(2);
    // A document that one may not read has no next version either, nor does one that does not exist.
    for (const documentId of [hidden.id, newId(), 'no id']) {
      expect(await host.upload(bob, 'salaries of mine', { documentId })).toMatchObject({
        __typename: 'NotFound',
      });
      expect(await host.upload(bob, 'salaries', { documentId })).toMatchObject({ __typename: 'NotFound' });
    }
  });
});

describe('what is refused', () => {
  const refusals = [
    ['a name of blanks', { name: '  ' }, 'BAD_USER_INPUT'],
    ['a name that is too long', { name: 'x'.repeat(256) }, 'BAD_USER_INPUT'],
    ['a name with a NUL', { name: 'a\0.txt' }, 'BAD_USER_INPUT'],
    ['a type with half a character', { name: 'a', mediaType: 'text/\ud800' }, 'BAD_USER_INPUT'],
    ['a negative size', { name: 'a', size: -1 }, 'BAD_USER_INPUT'],
    ['more than may be sent', { name: 'a', size: 2_000_000_000 }, 'UPLOAD_TOO_LARGE'],
  ] as const;
  const create = `mutation ($input: CreateUploadInput!) { createUpload(input: $input) { __typename ... on Failure { code } } }`;
  test.each(refusals)('%s', async (_name, input, code) => {
    expect(await host.data(newcomer(), create, { input })).toEqual({
      createUpload: { __typename: 'InvalidInput', code },
    });
  });

  test('a text that is too long, with nothing left behind', async () => {
    const ann = newcomer();
    const text = 'x'.repeat(host.db.config.gateway.uploadMaxBytes + 1);
    const source = `mutation ($input: AddTextInput!) { addText(input: $input) { __typename ... on Failure { code } } }`;
    expect(await host.data(ann, source, { input: { name: 'long', text } })).toEqual({
      addText: { __typename: 'InvalidInput', code: 'UPLOAD_TOO_LARGE' },
    });
    expect(await blobs(ann)).toBe(0);
  });

  test('whoever may not write', async () => {
    for (const limits of [{ roles: ['viewer'] }, { scopes: ['documents:read'] }] as const) {
      expect(await host.data(newcomer(limits), create, { input: { name: 'a' } })).toEqual({
        createUpload: { __typename: 'Forbidden', code: 'FORBIDDEN' },
      });
    }
  });
});
