import { createHash } from 'node:crypto';
import type { Eraser, Migration, StoredVectors } from '#platform';
import { tenantTable } from '#platform/database';

/*
 * Vectors by tenant, space and the hash of their text: a text that was embedded for one document need not be embedded
 * for another, and the index can be rebuilt without asking a model. Each row belongs to a document and goes with it.
 */
const table = `
create table platform.embeddings (
  tenant_id uuid not null, document_id uuid not null, model text not null, dimensions int not null,
  text_sha256 bytea not null, vector bytea not null,
  primary key (tenant_id, document_id, model, dimensions, text_sha256)
);
create index embeddings_text on platform.embeddings (tenant_id, text_sha256, model, dimensions);
${tenantTable('platform.embeddings')}`;

export const embeddingMigrations: readonly Migration[] = [{ name: 'embeddings-0001-embeddings', sql: table }];

export const embeddingEraser: Eraser = {
  name: 'embeddings',
  async document(tx, documentId) {
    await tx.query('delete from platform.embeddings where document_id = $1', [documentId]);
  },
  async tenant(tx) {
    await tx.query('delete from platform.embeddings');
  },
};

export const storedVectors: StoredVectors = {
  async find(tx, { model, dimensions }, texts) {
    if (texts.length === 0) return [];
    const hashes = texts.map(hashOf);
    const rows = await tx.query<{ hash: Buffer; vector: Buffer }>(
      `select distinct on (text_sha256) text_sha256 as hash, vector from platform.embeddings
        where text_sha256 = any($1::bytea[]) and model = $2 and dimensions = $3`,
      [[...new Set(hashes)].map((hash) => Buffer.from(hash, 'hex')), model, dimensions],
    );
    const found = new Map(rows.map(({ hash, vector }) => [hash.toString('hex'), unpacked(vector)]));
    return hashes.map((hash) => found.get(hash) ?? null);
  },

  async keep(tx, documentId, { model, dimensions }, texts, vectors) {
    const byHash = new Map(texts.map((text, at) => [hashOf(text), packed(vectors[at] ?? [])]));
    if (byHash.size === 0) return;
    await tx.query(
      `insert into platform.embeddings (tenant_id, document_id, model, dimensions, text_sha256, vector)
       select $1, $2, $3, $4, * from unnest($5::bytea[], $6::bytea[]) on conflict do nothing`,
      [
        tx.tenant,
        documentId,
        model,
        dimensions,
        [...byHash.keys()].map((hash) => Buffer.from(hash, 'hex')),
        [...byHash.values()],
      ],
    );
  },

  async forgetOthers(tx, { model, dimensions }) {
    await tx.query('delete from platform.embeddings where (model, dimensions) <> ($1, $2)', [
      model,
      dimensions,
    ]);
  },
};

/** Under what a text is known; the text itself is not kept here. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** 32-bit floats, little-endian. */
function packed(vector: readonly number[]): Buffer {
  return Buffer.from(Float32Array.from(vector).buffer);
}

function unpacked(bytes: Buffer): number[] {
  const copy = new Uint8Array(bytes);
  return Array.from(new Float32Array(copy.buffer, 0, Math.floor(copy.byteLength / 4)));
}
