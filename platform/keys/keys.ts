import { randomBytes } from 'node:crypto';
import { AppError } from 'tributary/sdk';
import { parse, stringify, v7 } from 'uuid';
import type { Keys, Transaction } from '#platform';
import type { MasterKey } from './master-key.js';
import { overhead, seal, unseal } from './seal.js';

/** The first byte of everything encrypted: the layout of what follows (id of the key, then what `seal` makes). */
const layout = 1;
const idBytes = 16;

/**
 * Envelope encryption: a random key for each tenant and subject, wrapped by the master key, kept in the tenant's rows.
 * Every use reads the key anew, so that an erasure holds at once in every process.
 */
export function createKeys(master: MasterKey): Keys {
  const wrappingKey = master.derive('data keys');

  async function keyFor(tx: Transaction, subject: string): Promise<{ id: string; key: Buffer }> {
    const tenant = tenantOf(tx);
    const found = await find(tx, subject);
    if (found) return { id: found.id, key: unseal(wrappingKey, bound(tenant, found.id), found.wrapped) };
    const id = v7();
    const key = randomBytes(32);
    const inserted = await tx.query(
      `insert into platform.keys (id, tenant_id, subject, wrapped) values ($1, $2, $3, $4)
       on conflict (tenant_id, subject) do nothing returning id`,
      [id, tenant, subject, seal(wrappingKey, bound(tenant, id), key)],
    );
    // Another transaction was first: its key is committed, and seen now.
    return inserted.length === 1 ? { id, key } : keyFor(tx, subject);
  }

  return {
    async encrypt(tx, subject, plain) {
      const { id, key } = await keyFor(tx, subject);
      return Buffer.concat([
        Uint8Array.of(layout),
        parse(id),
        seal(key, bound(tenantOf(tx), subject), plain),
      ]);
    },

    async decrypt(tx, subject, cipher) {
      if (cipher[0] !== layout || cipher.length < 1 + idBytes + overhead) {
        throw new AppError('BAD_USER_INPUT', { reason: 'the content was not encrypted by this system' });
      }
      const tenant = tenantOf(tx);
      const id = stringify(cipher.subarray(1, 1 + idBytes));
      const [row] = await tx.query<{ wrapped: Buffer }>(
        'select wrapped from platform.keys where id = $1 and subject = $2',
        [id, subject],
      );
      if (!row) throw new AppError('KEY_GONE', { subject });
      const key = unseal(wrappingKey, bound(tenant, id), row.wrapped);
      return unseal(key, bound(tenant, subject), cipher.subarray(1 + idBytes));
    },

    async erase(tx, subject) {
      await tx.query('delete from platform.keys where subject = $1', [subject]);
    },
  };
}

async function find(tx: Transaction, subject: string): Promise<{ id: string; wrapped: Buffer } | undefined> {
  const [row] = await tx.query<{ id: string; wrapped: Buffer }>(
    'select id, wrapped from platform.keys where subject = $1',
    [subject],
  );
  return row;
}

function tenantOf(tx: Transaction): string {
  if (tx.tenant === null) throw new AppError('INTERNAL', { reason: 'keys belong to a tenant' });
  return tx.tenant;
}

/** Ties a cipher text to its place, so that a row copied to another tenant or subject cannot be opened. */
function bound(tenant: string, name: string): string {
  return `${tenant}\n${name}`;
}
