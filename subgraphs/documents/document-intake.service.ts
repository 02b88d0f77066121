import { AppError, everyone, ingestSteps, type RequestContext } from 'tributary/sdk';
import { v7 as uuid } from 'uuid';
import type { Access, Blobs, Database, Outbox, Transaction, Uploads } from '#platform';
import { authorize } from '#platform/access';
import { plainText } from '#platform/graph';
import { DocumentEntity, type DocumentRow } from './document.entity.js';
import { readableWith } from './document-reader.service.js';
import { lockReadable } from './lock-document.js';
import { StepEntity } from './step.entity.js';
import { VersionEntity } from './version.entity.js';

interface Bytes {
  blobKey: string;
  sha256: string;
  size: number;
}
interface NewDocument extends Bytes {
  name: string;
  mediaType: string | null;
  groups: readonly string[];
  /** The document of which this is a new version. */
  documentId: string | null;
}
export interface Accepted {
  document: DocumentRow;
  /** False when the same bytes were known. */
  created: boolean;
}

/** Takes bytes in: the same bytes are one document, other bytes for a known document are its next version. */
export class DocumentIntake {
  constructor(
    private readonly parts: {
      database: Database;
      outbox: Outbox;
      access: Access;
      blobs: Blobs;
      uploads: Uploads;
    },
    private readonly maxBytes: number,
  ) {}

  async createUpload(
    request: RequestContext,
    input: { name: string; mediaType?: string | null; size?: number | null; groups?: string[] | null },
  ): Promise<{ uploadId: string; url: string; expiresAt: Date }> {
    authorize(request, 'documents:write');
    const name = checkedName(input.name);
    const groups = ownGroups(request, input.groups ?? []);
    const mediaType = plainText('mediaType', input.mediaType ?? null);
    const size = input.size ?? null;
    if (size !== null && size < 0)
      throw new AppError('BAD_USER_INPUT', { reason: 'size must not be negative' });
    const { upload, url, expiresAt } = await this.parts.database.tenant(request.tenant, (tx) =>
      this.parts.uploads.create(tx, request, { name, mediaType, size, groups }),
    );
    return { uploadId: upload.id, url, expiresAt: new Date(expiresAt) };
  }

  /** May be repeated: the second call gives the document of the first. */
  async completeUpload(
    request: RequestContext,
    input: { uploadId: string; documentId?: string | null },
  ): Promise<Accepted> {
    authorize(request, 'documents:write');
    const { database, uploads } = this.parts;
    const { spare, ...accepted } = await database.tenant(request.tenant, async (tx) => {
      const upload = await uploads.take(tx, request, input.uploadId);
      if (upload.documentId) {
        const document = await lockReadable(tx, request.rights, upload.documentId);
        return { document, created: false, spare: null };
      }
      const { blobKey, sha256, size } = upload;
      if (blobKey === null || sha256 === null || size === null) throw new AppError('UPLOAD_INCOMPLETE');
      const documentId = input.documentId ?? null;
      const taken = await this.accept(tx, request, { ...upload, blobKey, sha256, size, documentId });
      await uploads.complete(tx, upload.id, taken.document.id);
      return { ...taken, spare: taken.created ? null : blobKey };
    });
    // The bytes were known: the copy that was just sent is not needed.
    if (spare !== null) await this.parts.blobs.delete(request.tenant, spare);
    return accepted;
  }

  async addText(
    request: RequestContext,
    input: { name: string; text: string; groups?: string[] | null },
    signal: AbortSignal,
  ): Promise<Accepted> {
    authorize(request, 'documents:write');
    const name = checkedName(input.name);
    const groups = ownGroups(request, input.groups ?? []);
    const bytes = new TextEncoder().encode(input.text);
    const options = { maxBytes: this.maxBytes, signal };
    const { key, sha256, size } = await this.parts.blobs.put(request.tenant, once(bytes), options);
    const bytesOf = { blobKey: key, sha256, size, name, mediaType: null, groups, documentId: null };
    const accepted = await this.parts.database.tenant(request.tenant, (tx) =>
      this.accept(tx, request, bytesOf),
    );
    // Only then: of a transaction whose answer was lost nobody knows whether it needs them.
    if (!accepted.created) await this.parts.blobs.delete(request.tenant, key);
    return accepted;
  }

  private async accept(tx: Transaction, request: RequestContext, bytes: NewDocument): Promise<Accepted> {
    // Two uploads of the same bytes at once become one document.
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `${request.tenant}:${bytes.sha256}`,
    ]);
    const former = bytes.documentId ? await lockReadable(tx, request.rights, bytes.documentId) : null;
    const known = await this.knownBytes(tx, request, bytes.sha256);
    if (known) return { document: known, created: false };
    const document = former
      ? await this.nextVersion(tx, request, bytes, former)
      : await this.newDocument(tx, request, bytes);
    await this.begin(tx, request, document);
    return { document, created: true };
  }

  private async knownBytes(
    tx: Transaction,
    request: RequestContext,
    sha256: string,
  ): Promise<DocumentRow | null> {
    const versions = await tx.em.find(VersionEntity, { sha256 });
    const ids = versions.map(({ documentId }) => documentId);
    if (ids.length === 0) return null;
    const known = { $and: [{ id: { $in: ids } }, readableWith(request.rights)] };
    return tx.em.findOne(DocumentEntity, known, { orderBy: { id: 'asc' } });
  }

  private async newDocument(
    tx: Transaction,
    request: RequestContext,
    bytes: NewDocument,
  ): Promise<DocumentRow> {
    const access = accessOf(bytes.groups);
    const document = tx.em.create(DocumentEntity, {
      ...fresh(request, bytes),
      id: uuid(),
      version: 1,
      access,
      createdBy: request.actor,
      createdAt: new Date(),
    });
    await tx.em.persist(document).flush();
    await this.insertVersion(tx, request, bytes, document);
    await this.parts.access.set(tx, { type: 'Document', id: document.id }, access);
    return document;
  }

  private async nextVersion(
    tx: Transaction,
    request: RequestContext,
    bytes: NewDocument,
    document: DocumentRow,
  ): Promise<DocumentRow> {
    Object.assign(document, fresh(request, bytes), { version: document.version + 1 });
    await tx.em.flush();
    await this.insertVersion(tx, request, bytes, document);
    return document;
  }

  private async insertVersion(
    tx: Transaction,
    request: RequestContext,
    bytes: NewDocument,
    document: DocumentRow,
  ): Promise<void> {
    await tx.em.insert(VersionEntity, {
      id: document.versionId,
      tenantId: request.tenant,
      documentId: document.id,
      version: document.version,
      blobKey: bytes.blobKey,
      sha256: bytes.sha256,
      accessKey: accessKey(document),
      size: bytes.size,
      name: bytes.name,
      mediaType: bytes.mediaType,
      hidden: [],
      metadata: {},
      createdBy: request.actor,
      createdAt: new Date(),
    });
  }

  /** Steps, event, audit and the ingest job of the current version. */
  private async begin(tx: Transaction, request: RequestContext, document: DocumentRow): Promise<void> {
    const { outbox } = this.parts;
    const { id: documentId, versionId } = document;
    await tx.em.insertMany(StepEntity, pendingSteps(request.tenant, versionId));
    await outbox.event(tx, request, 'document.uploaded', { documentId, versionId });
    await outbox.audit(tx, request, {
      kind: 'mutation',
      action: 'documents.upload',
      subjects: [{ type: 'Document', id: documentId }],
      body: { versionId, version: document.version },
    });
    await outbox.job(tx, request, {
      name: 'documents.ingest',
      payload: { documentId, versionId },
      key: versionId,
    });
  }
}

export function accessOf(groups: readonly string[]): string[] {
  return groups.length === 0 ? [everyone] : groups.map((group) => `group:${group}`).sort();
}

export function groupsOf(access: readonly string[]): string[] {
  return access
    .filter((principal) => principal.startsWith('group:'))
    .map((principal) => principal.slice('group:'.length));
}

/** One may share with the groups that one belongs to. */
export function ownGroups(request: RequestContext, groups: readonly string[]): string[] {
  const foreign = groups.find((group) => !request.groups.includes(group));
  if (foreign !== undefined) {
    throw new AppError('BAD_USER_INPUT', {
      reason: `groups names ${foreign}, a group that you do not belong to`,
    });
  }
  return [...new Set(groups)];
}

export function pendingSteps(tenantId: string, versionId: string) {
  return ingestSteps.map((name, ordinal) => ({
    tenantId,
    versionId,
    name,
    ordinal,
    state: 'PENDING' as const,
  }));
}

const accessKey = (document: DocumentRow): string => document.access.join(' ');

/** What a new version makes anew of its document. */
function fresh(request: RequestContext, bytes: NewDocument) {
  return {
    tenantId: request.tenant,
    name: bytes.name,
    title: null,
    mediaType: bytes.mediaType ?? 'application/octet-stream',
    status: 'PROCESSING' as const,
    code: null,
    problem: null,
    kind: null,
    kindConfidence: null,
    language: null,
    versionId: uuid(),
    updatedAt: new Date(),
  };
}

/** File names are shown, never used as paths. */
function checkedName(name: string): string {
  const trimmed = plainText('name', name).trim();
  if (trimmed === '' || [...trimmed].length > 255) {
    throw new AppError('BAD_USER_INPUT', { reason: 'name must have 1 to 255 characters' });
  }
  return trimmed;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
