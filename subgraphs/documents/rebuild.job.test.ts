import { type RequestContext, rightsOfGroups } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { type DocumentsHost, newcomer, openDocuments } from './fixtures/documents-host.js';

let host: DocumentsHost;
beforeAll(async () => {
  host = await openDocuments();
});
afterAll(() => host.close());

const signal = new AbortController().signal;
const found = async ({ tenant, groups }: RequestContext, text = 'barge') =>
  (await host.platform.search.query(tenant, { text, rights: rightsOfGroups(groups), first: 50 }, signal)).hits
    .map(({ documentId }) => documentId)
    .sort();
async function rebuild(context: RequestContext): Promise<void> {
  const run = host.job('documents.rebuild-index');
  await run.run({}, { context, signal } as Parameters<typeof run.run>[1]);
}
async function ingested(context: RequestContext, text: string, input: object = {}): Promise<string> {
  const { id } = await host.add(context, text, input);
  await host.work(context, 'documents.ingest');
  return id;
}

test('an index that was lost comes back from the database, with the same rights', async () => {
  const group = newId();
  const ann = newcomer({ groups: [group] });
  const open = await ingested(ann, 'an open barge');
  const hidden = await ingested(ann, 'a hidden barge', { groups: [group] });
  await host.platform.search.dropTenant(ann.tenant, signal);
  expect(await found(ann)).toEqual([]);
  await rebuild(ann);
  expect(await found(ann)).toEqual([open, hidden].sort());
  expect(await found({ ...ann, groups: [] })).toEqual([open]);
});

test('what is being read meanwhile is in the new index as well, what is apart or gone is not', async () => {
  const ann = newcomer();
  const ready = await ingested(ann, 'a ready barge');
  const again = await ingested(ann, 'a barge that is read again');
  const deleted = await ingested(ann, 'a deleted barge');
  const apart = await ingested(ann, 'a barge in quarantine');
  const mutate = (field: string, type: string, documentId: string) =>
    host.data(ann, `mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`, {
      input: { documentId },
    });
  await mutate('reprocessDocument', 'ReprocessDocumentInput', again);
  await mutate('deleteDocument', 'DeleteDocumentInput', deleted);
  await host.sql(ann, `update documents.documents set status = 'QUARANTINED' where id = $1`, [apart]);
  await host.add(ann, 'a new barge that nobody has read');
  await rebuild(ann);
  expect(await found(ann)).toEqual([ready, again].sort());
});

test('more documents than one batch takes are all in it', async () => {
  const ann = newcomer();
  const made: string[] = [];
  for (let at = 0; at < 60; at += 1) made.push((await host.add(ann, `barge number ${at}`)).id);
  await host.sql(ann, `update documents.documents set status = 'READY'`);
  await rebuild(ann);
  expect((await host.platform.search.count(ann.tenant, signal)).documents).toBe(made.length);
});
