import { AppError, type RequestContext } from 'tributary/sdk';
import { v7 as uuid } from 'uuid';
import type { Access, Database, LiveEvents, Outbox, SearchIndex, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { plainJson } from '#platform/graph';
import { alignIndex } from './align-index.js';
import type { DocumentRow } from './document.entity.js';
import { accessOf, ownGroups } from './document-intake.service.js';
import { FieldEntity, type FieldRow } from './field.entity.js';
import { lockReadable } from './lock-document.js';
import { readAgain } from './read-again.js';
import { VersionEntity } from './version.entity.js';

interface Parts {
  database: Database;
  outbox: Outbox;
  live: LiveEvents;
  access: Access;
  search: SearchIndex;
}

/** What people change of a document: values, readers, a new reading, deletion. */
export class DocumentChanges {
  constructor(private readonly parts: Parts) {}

  /** A person's value stands before the extracted one, which is kept beside it. */
  async correctField(
    request: RequestContext,
    input: { documentId: string; name: string; value?: unknown },
  ): Promise<FieldRow> {
    authorize(request, 'documents:correct');
    const value = input.value ?? null;
    plainJson('value', value);
    return this.change(request, input.documentId, 'documents.correct', async (tx, document) => {
      const name = fieldName(input.name);
      const named = { versionId: document.versionId, name };
      const known = await tx.em.findOne(FieldEntity, named, { orderBy: { ordinal: 'asc' } });
      const corrected = {
        value,
        valueText: textOf(value),
        confidence: 1,
        correctedBy: request.actor,
        correctedAt: new Date(),
      };
      const field = known
        ? Object.assign(known, corrected, known.correctedBy ? {} : { extractedValue: known.value })
        : tx.em.create(FieldEntity, {
            ...corrected,
            id: uuid(),
            tenantId: request.tenant,
            documentId: document.id,
            versionId: document.versionId,
            name,
            ordinal: 0,
            page: null,
            start: null,
            end: null,
            quote: null,
            extractedValue: null,
          });
      await tx.em.persist(field).flush();
      const event = { documentId: document.id, field: name, by: request.actor };
      await this.parts.outbox.event(tx, request, 'document.corrected', event);
      await this.parts.outbox.job(tx, request, {
        name: 'documents.align-index',
        payload: { documentId: document.id },
      });
      return field;
    });
  }

  /** Reads the current version anew; corrections stay. */
  async reprocess(request: RequestContext, documentId: string): Promise<DocumentRow> {
    authorize(request, 'documents:write');
    return this.change(request, documentId, 'documents.reprocess', async (tx, document) => {
      if (document.status === 'PROCESSING')
        throw new AppError('CONFLICT', { reason: 'The document is being processed' });
      await readAgain(tx, this.parts.outbox, request, document);
      return document;
    });
  }

  /** Relates it and advises on it anew by a job; what was read of it stays. */
  async advise(request: RequestContext, documentId: string): Promise<DocumentRow> {
    authorize(request, 'documents:write');
    return this.change(request, documentId, 'documents.advise', async (tx, document) => {
      if (document.status !== 'READY' && document.status !== 'NEEDS_REVIEW')
        throw new AppError('CONFLICT', { reason: `The document is ${document.status}` });
      const payload = { documentId: document.id };
      await this.parts.outbox.job(tx, request, { name: 'documents.advise', payload, key: uuid() });
      return document;
    });
  }

  async setGroups(
    request: RequestContext,
    input: { documentId: string; groups: string[] },
    signal: AbortSignal,
  ): Promise<DocumentRow> {
    authorize(request, 'documents:write');
    const access = accessOf(ownGroups(request, input.groups));
    const changed = await this.change(request, input.documentId, 'documents.share', async (tx, document) => {
      Object.assign(document, { access, updatedAt: new Date() });
      await tx.em.flush();
      // Other readers may have the same bytes: from here on this document's bytes are its own.
      const accessKey = `${access.join(' ')}#${document.id}`;
      await tx.em.nativeUpdate(VersionEntity, { documentId: document.id }, { accessKey });
      await this.parts.access.set(tx, { type: 'Document', id: document.id }, access);
      await this.parts.outbox.event(tx, request, 'document.access.changed', { documentId: document.id });
      await this.parts.outbox.job(tx, request, {
        name: 'documents.align-index',
        payload: { documentId: document.id },
      });
      return document;
    });
    // The job makes it certain; this makes it soon.
    await alignIndex(this.parts, { tenant: request.tenant, documentId: changed.id }, signal).catch(
      () => undefined,
    );
    return changed;
  }

  /** Gone for readers when this returns; a job erases what every store keeps of it. */
  async delete(request: RequestContext, documentId: string): Promise<string> {
    authorize(request, 'documents:delete');
    const deleted = await this.change(request, documentId, 'documents.delete', async (tx, document) => {
      Object.assign(document, { status: 'DELETING', updatedAt: new Date() });
      await tx.em.flush();
      // The same bytes may come again before the job has run.
      const accessKey = `deleted#${document.id}`;
      await tx.em.nativeUpdate(VersionEntity, { documentId: document.id }, { accessKey });
      await this.parts.access.set(tx, { type: 'Document', id: document.id }, []);
      const job = { name: 'documents.delete', payload: { documentId: document.id }, key: document.id };
      await this.parts.outbox.job(tx, request, job);
      return document;
    });
    return deleted.id;
  }

  private change<T>(
    request: RequestContext,
    documentId: string,
    action: string,
    work: (tx: Transaction, document: DocumentRow) => Promise<T>,
  ): Promise<T> {
    return this.parts.database.tenant(request.tenant, async (tx) => {
      const document = await lockReadable(tx, request.rights, documentId);
      const changed = await work(tx, document);
      const subjects = [{ type: 'Document', id: document.id }];
      await this.parts.outbox.audit(tx, request, {
        kind: 'mutation',
        action,
        subjects,
        body: { versionId: document.versionId },
      });
      const event = { documentId: document.id, status: document.status };
      await this.parts.live.publish(tx, request, 'document.changed', event);
      return changed;
    });
  }
}

function fieldName(name: string): string {
  if (/^[a-z][a-z0-9_]{0,62}$/.test(name)) return name;
  throw new AppError('BAD_USER_INPUT', { reason: 'name must be a field name such as invoice_number' });
}

/** How a value is looked up: strings and numbers as they are, the rest as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
