import { AppError, type RequestContext } from 'tributary/sdk';
import type { Database, LiveEvents, Outbox, SubgraphPorts, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { plainText } from '#platform/graph';
import type { DocumentRow } from './document.entity.js';
import { lockReadable } from './lock-document.js';
import { reject, release } from './quarantine.js';

interface Parts {
  database: Database;
  outbox: Outbox;
  live: LiveEvents;
  ports: Pick<SubgraphPorts, 'reviews'>;
}

/** What a person says of a document in quarantine. */
interface QuarantineDecision {
  documentId: string;
  /** Why; it is kept with the audit entry, apart from its facts. */
  reason: string;
}

const longestReason = 2000;

/** Documents that screening keeps apart, and the people who decide on them. */
export class Quarantine {
  constructor(private readonly parts: Parts) {}

  /** Errors: `FORBIDDEN`, `NOT_FOUND`, `BAD_USER_INPUT`, `CONFLICT` when it is not in quarantine or was rejected. */
  release(request: RequestContext, decision: QuarantineDecision): Promise<DocumentRow> {
    return this.#decide(request, decision, 'documents.release', (tx, document) => {
      if (document.code === 'DOCUMENT_REJECTED')
        throw new AppError('CONFLICT', { reason: 'a person has rejected this version' });
      return release(tx, this.parts.outbox, request, document, request.actor);
    });
  }

  /** Errors: as for `release`. */
  reject(request: RequestContext, decision: QuarantineDecision): Promise<DocumentRow> {
    return this.#decide(request, decision, 'documents.reject', (tx, document) =>
      reject(tx, document, request.actor),
    );
  }

  #decide(
    request: RequestContext,
    { documentId, reason }: QuarantineDecision,
    action: string,
    work: (tx: Transaction, document: DocumentRow) => Promise<void>,
  ): Promise<DocumentRow> {
    authorize(request, 'reviews:resolve');
    const why = reasonOf(reason);
    const { database, outbox, live, ports } = this.parts;
    return database.tenant(request.tenant, async (tx) => {
      const document = await lockReadable(tx, request.rights, documentId);
      if (document.status !== 'QUARANTINED')
        throw new AppError('CONFLICT', { reason: 'the document is not in quarantine' });
      await work(tx, document);
      // Who was asked to look at it need not any more.
      await ports.reviews.withdraw(tx, request, { type: 'Document', ids: [document.id] });
      await outbox.audit(tx, request, {
        kind: 'mutation',
        action,
        subjects: [{ type: 'Document', id: document.id }],
        body: { versionId: document.versionId },
        content: { reason: why },
      });
      const event = { documentId: document.id, status: document.status };
      await live.publish(tx, request, 'document.changed', event);
      return document;
    });
  }
}

function reasonOf(given: string): string {
  const reason = plainText('reason', given)?.trim() ?? '';
  if (reason !== '' && reason.length <= longestReason) return reason;
  throw new AppError('BAD_USER_INPUT', { reason: `reason must have 1 to ${longestReason} characters` });
}
