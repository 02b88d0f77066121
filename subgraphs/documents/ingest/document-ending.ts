import { AppError, type IngestStep, type RequestContext } from 'tributary/sdk';
import type { Transaction } from '#platform';
import { DocumentEntity, type DocumentRow, type DocumentStatus } from '../document.entity.js';
import { FieldEntity } from '../field.entity.js';
import { FindingEntity } from '../finding.entity.js';
import type { IngestParts } from './ingest.js';
import type { EndedStep, StepProgress } from './step-progress.js';

type Ended = Exclude<DocumentStatus, 'PROCESSING' | 'DELETING'>;

/** How the processing of a version ends: each ending sets the status, closes the steps and says so. */
export class DocumentEnding {
  constructor(
    private readonly parts: IngestParts,
    private readonly progress: StepProgress,
    private readonly context: RequestContext,
    private readonly document: DocumentRow,
  ) {}

  /** A coded state that its owner can act on. */
  async fail(tx: Transaction, step: IngestStep, error: AppError): Promise<void> {
    await this.progress.advance(tx, this.context, { step, state: 'FAILED', code: error.code }, null);
    await this.progress.skipAfter(tx, step, error.code);
    await this.withdrawReviews(tx);
    await this.end(tx, 'FAILED', error);
  }

  async quarantine(tx: Transaction): Promise<void> {
    await this.progress.skipAfter(tx, 'screen', 'DOCUMENT_QUARANTINED');
    await this.askForReview(tx, 'Screening found hidden or injected instructions');
    await this.end(tx, 'QUARANTINED', new AppError('DOCUMENT_QUARANTINED'));
  }

  /** Ready, or waiting for a person. Rules validate what was recommended; without that there is nothing to validate. */
  async finish(tx: Transaction, recommended: Omit<EndedStep, 'step'>): Promise<void> {
    const { state } = recommended;
    await this.progress.advance(tx, this.context, { step: 'recommend', ...recommended }, null);
    await this.progress.advance(tx, this.context, { step: 'validate', state }, null);
    await this.progress.advance(tx, this.context, { step: 'record' }, null);
    const waiting = await this.reviewReason(tx);
    if (waiting) await this.askForReview(tx, waiting);
    else await this.withdrawReviews(tx);
    await this.end(tx, waiting ? 'NEEDS_REVIEW' : 'READY', null);
  }

  private async reviewReason(tx: Transaction): Promise<string | null> {
    const { versionId } = this.document;
    if (await tx.em.count(FindingEntity, { versionId, verdict: 'REVIEW' }))
      return 'Screening found suspicious text';
    const row = await tx.em.findOne(DocumentEntity, { id: this.document.id });
    return row?.problem?.message ?? null;
  }

  private async askForReview(tx: Transaction, reason: string): Promise<void> {
    const { id, versionId, access } = this.document;
    const fingerprint = `${versionId}:${await this.fieldsFingerprint(tx)}`;
    await this.withdrawReviews(tx, fingerprint);
    await this.parts.ports.reviews.request(tx, this.context, {
      reason,
      documentId: id,
      subject: { type: 'Document', id },
      fingerprint,
      evidence: [],
      deadline: null,
      access,
    });
  }

  /** What was asked about an earlier reading is asked no more. */
  private withdrawReviews(tx: Transaction, except?: string): Promise<void> {
    const subject = { type: 'Document', ids: [this.document.id] };
    return this.parts.ports.reviews.withdraw(tx, this.context, subject, except);
  }

  /** What a reviewer is shown: the fields as they stand. */
  private async fieldsFingerprint(tx: Transaction): Promise<string> {
    const fields = await tx.em.find(
      FieldEntity,
      { versionId: this.document.versionId },
      { orderBy: { name: 'asc', ordinal: 'asc' } },
    );
    const shown = JSON.stringify(fields.map(({ name, valueText }) => [name, valueText]));
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(shown));
    return Buffer.from(digest).toString('hex');
  }

  private async end(tx: Transaction, status: Ended, error: AppError | null): Promise<void> {
    const { id: documentId, versionId } = this.document;
    const row = await tx.em.findOne(DocumentEntity, { id: documentId });
    const problem = error
      ? { message: error.message, hint: error.hint }
      : status === 'READY'
        ? null
        : (row?.problem ?? null);
    const code = error?.code ?? (status === 'READY' ? null : (row?.code ?? null));
    // One that is being deleted meanwhile stays so.
    const ended = await tx.em.nativeUpdate(
      DocumentEntity,
      { id: documentId, versionId, status: 'PROCESSING' },
      { status, code, problem, updatedAt: new Date() },
    );
    if (ended === 0) return;
    const durationMs = await this.progress.durationMs(tx);
    const event = { documentId, versionId, status, code, kind: row?.kind ?? null, durationMs };
    await this.parts.outbox.event(tx, this.context, 'document.processed', event);
    await this.progress.tell(tx, this.context, status);
    // An earlier version, or this one before it was read anew, may still be found, or be found as what it is not.
    const isIndexedAsReady = status === 'NEEDS_REVIEW' && !row?.problem;
    if (error || isIndexedAsReady)
      await this.parts.outbox.job(tx, this.context, {
        name: 'documents.align-index',
        payload: { documentId },
      });
  }
}
