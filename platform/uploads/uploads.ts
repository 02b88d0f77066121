import { AppError } from 'tributary/sdk';
import { v7, validate } from 'uuid';
import type { Transaction, Upload, Uploads } from '#platform';
import type { Config } from '#platform/config';
import { hashToken, newToken } from './token.js';
import { createUploadReceiver, type UploadReceiver, type UploadsOptions } from './upload-receiver.js';

const validMs = 15 * 60_000;

interface UploadRow extends Omit<Upload, 'state'> {
  state: Upload['state'] | 'RECEIVING';
}

/** What the subgraph announces and takes, and where the gateway puts the bytes. */
export type UploadsPart = Uploads & UploadReceiver;

/** Announced uploads, each with a URL that takes the bytes once. */
export function createUploads(options: UploadsOptions): UploadsPart {
  const { config, clock } = options;
  const { uploadMaxBytes } = config.gateway;
  return {
    ...createUploadReceiver(options),

    async create(tx, context, { name, mediaType, size, groups }) {
      if (size !== null && size > uploadMaxBytes)
        throw new AppError('UPLOAD_TOO_LARGE', { max: uploadMaxBytes });
      const token = newToken();
      const expiresAt = new Date(clock.now().getTime() + validMs).toISOString();
      const upload: Upload = {
        id: v7(),
        name,
        mediaType,
        groups,
        state: 'CREATED',
        documentId: null,
        blobKey: null,
        sha256: null,
        size,
      };
      await tx.query(
        `insert into platform.uploads (tenant_id, id, actor, name, media_type, groups, token_hash, size, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          context.tenant,
          upload.id,
          context.actor,
          name,
          mediaType,
          groups,
          hashToken(token),
          size,
          expiresAt,
        ],
      );
      return { upload, url: `${gatewayUrl(config)}/uploads/${token}`, expiresAt };
    },

    async take(tx, context, uploadId) {
      const { state, ...upload } = await lockRow(tx, context.actor, uploadId);
      if (state === 'CREATED' || state === 'RECEIVING') throw new AppError('UPLOAD_INCOMPLETE');
      return { ...upload, state };
    },

    async complete(tx, uploadId, documentId) {
      await tx.query(
        `update platform.uploads set state = 'COMPLETED', document_id = $2, changed_at = clock_timestamp() where id = $1`,
        [uploadId, documentId],
      );
    },
  };
}

async function lockRow(tx: Transaction, actor: string, uploadId: string): Promise<UploadRow> {
  if (!validate(uploadId)) throw new AppError('UPLOAD_NOT_FOUND');
  const rows = await tx.query<UploadRow>(
    `select id, name, media_type as "mediaType", groups, state, document_id as "documentId", blob_key as "blobKey",
            sha256, size
       from platform.uploads where id = $1 and actor = $2 for update`,
    [uploadId, actor],
  );
  if (!rows[0]) throw new AppError('UPLOAD_NOT_FOUND');
  return rows[0];
}

function gatewayUrl({ gateway }: Pick<Config, 'gateway'>): string {
  if (gateway.url !== null) return gateway.url.replace(/\/$/, '');
  // A port that is not known yet: the URL is relative to the one that was asked.
  return gateway.port === 0 ? '' : `http://${gateway.host}:${gateway.port}`;
}
