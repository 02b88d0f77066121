import { AppError } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { Blobs, Clock, Database, SystemDatabase } from '#platform';
import type { Config } from '#platform/config';
import { hashToken } from './token.js';

/** Whoever claimed an upload and was not heard of for so long has ended. */
const claimMinutes = 15;

export interface UploadReceiver {
  /**
   * Stores the bytes that come for a token.
   * @throws AppError `UPLOAD_NOT_FOUND` (unknown, used, late), `UPLOAD_TOO_LARGE` at the byte that is too many,
   * `UPLOAD_INCOMPLETE` (fewer bytes than announced)
   */
  receive(
    token: string,
    bytes: AsyncIterable<Uint8Array>,
    request: {
      contentLength: number | null;
      contentType: string | null;
      /** Of whoever sends, when it says who it is: the token of another tenant then is none. */
      tenant?: string | null;
      signal: AbortSignal;
    },
  ): Promise<{ uploadId: string; size: number; sha256: string }>;
}

interface Claim {
  id: string;
  tenant: string;
  size: number | null;
  claim: string;
}

export interface UploadsOptions {
  config: Pick<Config, 'gateway'>;
  database: Database;
  /** A token says nothing of its tenant: it is looked up across all. */
  system: SystemDatabase;
  blobs: Pick<Blobs, 'put' | 'delete'>;
  clock: Clock;
}

export function createUploadReceiver({
  config,
  database,
  system,
  blobs,
  clock,
}: UploadsOptions): UploadReceiver {
  return {
    async receive(token, bytes, { contentLength, contentType, tenant = null, signal }) {
      const upload = await claimUpload(system, token, tenant, clock);
      try {
        const maxBytes = upload.size ?? config.gateway.uploadMaxBytes;
        if (contentLength !== null && contentLength > maxBytes) {
          throw new AppError('UPLOAD_TOO_LARGE', { max: maxBytes });
        }
        const blob = await blobs.put(upload.tenant, bytes, { maxBytes, signal });
        try {
          if (upload.size !== null && blob.size !== upload.size) throw new AppError('UPLOAD_INCOMPLETE');
          await markReceived(database, upload, blob, contentType);
        } catch (error) {
          await blobs.delete(upload.tenant, blob.key);
          throw error;
        }
        return { uploadId: upload.id, size: blob.size, sha256: blob.sha256 };
      } catch (error) {
        await release(database, upload);
        throw error;
      }
    },
  };
}

/** Takes the token for this request: of two that come at once, one finds nothing. */
async function claimUpload(
  system: SystemDatabase,
  token: string,
  tenant: string | null,
  clock: Clock,
): Promise<Claim> {
  const hash = hashToken(token);
  if (hash === null) throw new AppError('UPLOAD_NOT_FOUND');
  const rows = await system.across((tx) =>
    tx.query<Claim>(
      `update platform.uploads set state = 'RECEIVING', claim = $2, changed_at = clock_timestamp()
        where token_hash = $1 and expires_at > $4 and ($5::uuid is null or tenant_id = $5)
          and (state = 'CREATED' or state = 'RECEIVING' and changed_at < clock_timestamp() - $3 * interval '1 min')
        returning id, tenant_id as tenant, size, claim`,
      [hash, v7(), claimMinutes, clock.now(), tenant],
    ),
  );
  if (!rows[0]) throw new AppError('UPLOAD_NOT_FOUND');
  return rows[0];
}

async function markReceived(
  database: Database,
  upload: Claim,
  blob: { key: string; sha256: string; size: number },
  contentType: string | null,
): Promise<void> {
  const rows = await database.tenant(upload.tenant, (tx) =>
    tx.query(
      `update platform.uploads
          set state = 'RECEIVED', claim = null, blob_key = $3, sha256 = $4, size = $5,
              media_type = coalesce(media_type, $6), changed_at = clock_timestamp()
        where id = $1 and claim = $2 returning id`,
      [upload.id, upload.claim, blob.key, blob.sha256, blob.size, contentType],
    ),
  );
  if (rows.length === 0) throw new AppError('UPLOAD_NOT_FOUND');
}

/** What failed may be sent again to the same URL, as long as it is valid. */
async function release(database: Database, upload: Claim): Promise<void> {
  await database.tenant(upload.tenant, (tx) =>
    tx.query(
      `update platform.uploads set state = 'CREATED', claim = null, changed_at = clock_timestamp()
        where id = $1 and claim = $2`,
      [upload.id, upload.claim],
    ),
  );
}
