import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, type TestSystem } from '../system.js';
import { accept, deleteDocument, readDocument, readRecommendation, reprocess, search } from './operations.js';
import { fieldValue, type Story } from './story.js';

/** A word that stands in one document and nowhere else. */
const canary = 'quixvelamber';
const original = 'zander-77.txt';
const copy = `zander-77-${canary}.txt`;
const bill = (note: string) => `Zander Printing Ltd
4 Mill Lane, Leeds LS1 4AB

INVOICE

Bill to: Meadow Design Studio
Invoice number: ZP-77
Invoice date: 3 March 2026

Net total: GBP 250.00
VAT 20%: GBP 50.00
Total due: GBP 300.00

${note}
`;

/** Accepting a recommendation runs the operation that it proposes; what that deletes leaves nothing behind. */
export function describeErasing(story: () => Story): void {
  let id = '';
  let versionId = '';
  let recommendationId = '';

  it('flags a copy that comes later, and its original when that is read again', async () => {
    await story().upload(original, bill('Thank you for your order.'));
    await story().processed(original);
    await story().upload(copy, bill(`Delivered by the courier ${canary} in person.`));
    await story().processed(copy);
    const document = await story().document(copy);
    ({ id, versionId } = document);
    expect(fieldValue(document, 'invoice_number')).toBe('ZP-77');
    ({ id: recommendationId } = await story().recommendation(copy, 'FLAG_DUPLICATE'));
    await story().change(reprocess, { documentId: story().id(original) });
    await eventually(
      () => story().document(original),
      ({ status }) => status !== 'PROCESSING',
    );
    expect(await story().recommendation(original, 'FLAG_DUPLICATE')).toMatchObject({ state: 'OPEN' });
    const { nodes } = (await story().client.request(search, { query: canary })).search;
    expect(nodes.map(({ document }) => document?.id)).toEqual([id]);
    expect(await rowsWith(story().system, canary)).not.toEqual([]);
    expect(await filesWith(story().system, canary)).not.toEqual([]);
  });

  it('deletes the copy as the person who accepts', async () => {
    const accepted = await story().change(accept, { recommendationId });
    expect(accepted.recommendation).toMatchObject({ state: 'ACCEPTED', actionState: 'PENDING' });
    await eventually(
      async () => (await story().client.request(readDocument, { id })).document,
      (document) => document === null,
    );
    const deletions = await story().recorded({ subjectId: id, action: 'documents.delete' });
    const decisions = await story().recorded({
      subjectId: recommendationId,
      action: 'recommendations.decide',
    });
    expect(deletions).toHaveLength(1);
    expect(deletions[0]?.actor).toBe(decisions[0]?.actor);
  });

  it('leaves no row, no file and no word of it behind', async () => {
    const { system } = story();
    const left = async () => ({
      words: await rowsWith(system, canary),
      rows: [...(await rowsWith(system, id)), ...(await rowsWith(system, versionId))].filter(isMore),
      files: await filesWith(system, canary),
    });
    const nothing = { words: [], rows: [], files: [] };
    await eventually(left, (found) => JSON.stringify(found) === JSON.stringify(nothing));
    expect((await story().client.request(search, { query: canary })).search.nodes).toEqual([]);
  });

  it('advises the original anew: it is no copy of what is gone', async () => {
    const document = await eventually(
      () => story().document(original),
      ({ status }) => status !== 'PROCESSING',
    );
    expect(document.status).toBe('READY');
    expect((document.recommendations?.nodes ?? []).map(({ kind }) => kind)).not.toContain('FLAG_DUPLICATE');
    expect(await story().recommendation(original, 'APPROVE')).toMatchObject({ state: 'OPEN' });
    const { recommendation } = await story().client.request(readRecommendation, { id: recommendationId });
    expect(recommendation).toBeNull();
  });

  it('leaves nothing of a document that is deleted while it is being read', async () => {
    const { system } = story();
    const names = ['one', 'two', 'three', 'four', 'five', 'six'].map((name) => `${canary}-${name}.txt`);
    for (const [at, name] of names.entries()) {
      const { id: documentId } = await story().upload(name, bill(`${canary} ${name}`));
      // Each a little further on its way.
      await eventually(
        async () => (story().told.get(documentId) ?? []).length,
        (told) => told > at * 2,
      );
      expect(await story().change(deleteDocument, { documentId })).toMatchObject({
        __typename: 'DeleteDocumentPayload',
      });
    }
    const left = async () => ({
      words: await rowsWith(system, canary),
      files: await filesWith(system, canary),
      jobs: await system.query(`select name, payload from platform.jobs where state not in ('done', 'dead')`),
    });
    const nothing = { words: [], files: [], jobs: [] };
    await eventually(left, (found) => JSON.stringify(found) === JSON.stringify(nothing));
  });
}

/** What may stay: facts in the record, and that it was deleted. */
const isMore = (row: string) =>
  !/^(audit\.|platform\.audit_intake |platform\.jobs .*document(s\.delete|\.deleted)|platform\.outbox .*document\.deleted)/.test(
    row,
  );

/** The rows that hold the text anywhere, each behind the name of its table. */
async function rowsWith(system: TestSystem, text: string): Promise<string[]> {
  const tables = await system.query<{ name: string }>(`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by name`);
  const asked = tables.map(
    ({ name }, at) =>
      `select '${name} ' || t${at}::text as row from ${name} t${at} where position($1 in t${at}::text) > 0`,
  );
  const found = await system.query<{ row: string }>(asked.join(' union all '), [text]);
  return found.map(({ row }) => row.slice(0, 400));
}

/** The files of blobs and search index whose bytes hold the text, case aside. */
async function filesWith(system: TestSystem, text: string): Promise<string[]> {
  const folders = ['blobs', 'search'].map((folder) => join(system.dataDir, folder));
  const listed = await Promise.all(
    folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })),
  );
  const files = listed.flat().filter((entry) => entry.isFile());
  const found = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const bytes = await readFile(join(parentPath, name)).catch(() => Buffer.alloc(0));
      return bytes.toString('latin1').toLowerCase().includes(text) ? [join(parentPath, name)] : [];
    }),
  );
  return found.flat();
}
