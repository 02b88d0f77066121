import { AppError, type EvidenceRef, type RequestContext } from 'tributary/sdk';
import { validate } from 'uuid';
import type { Access, Clock, Database, Identity, LiveEvents, Outbox, Transaction } from '#platform';
import { authorize, readableClause } from '#platform/access';
import { plainText } from '#platform/graph';
import { ReviewEntity, type ReviewOutcome, type ReviewRow, type ReviewState } from './review.entity.js';

export interface ReviewConditions {
  state?: ReviewState | null;
  documentId?: string | null;
  assignee?: string | null;
}

export interface ReviewDecision {
  reviewId: string;
  outcome: ReviewOutcome;
  comment: string | null;
  fingerprint: string;
}

/** One row more than `first` says that more follow. */
export interface ListPage {
  first: number;
  /** The id of the last review before the page. */
  after: string | null;
}
export interface ReviewList {
  rows: ReviewRow[];
  totalCount: number;
}

const longestComment = 2000;

/** Reviews as people see and decide them. */
export class ReviewsService {
  constructor(
    private readonly parts: {
      database: Database;
      access: Access;
      outbox: Outbox;
      live: LiveEvents;
      identity: Identity;
      clock: Clock;
    },
  ) {}

  /** Newest first, of those that the caller may read. */
  async list(context: RequestContext, conditions: ReviewConditions, page: ListPage): Promise<ReviewList> {
    authorize(context, 'documents:read');
    const { documentId } = conditions;
    plainText('assignee', conditions.assignee);
    if (documentId && !validate(documentId)) return { rows: [], totalCount: 0 };
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const readable = readableReviews(context, 1);
      const where = `${readable.sql} and ($2::text is null or r.state = $2) and ($3::uuid is null or r.document_id = $3)
        and ($4::text is null or r.assignee = $4)`;
      const parameters = [
        readable.value,
        conditions.state ?? null,
        documentId ?? null,
        conditions.assignee ?? null,
      ];
      const ids = await tx.query<{ id: string }>(
        `select r.id from reviews.reviews r where ${where} and ($5::uuid is null or r.id < $5)
         order by r.id desc limit $6`,
        [...parameters, page.after, page.first + 1],
      );
      const [count] = await tx.query<{ total: number }>(
        `select count(*) as total from reviews.reviews r where ${where}`,
        parameters,
      );
      return {
        rows: await inOrder(
          tx,
          ids.map(({ id }) => id),
        ),
        totalCount: count?.total ?? 0,
      };
    });
  }

  /** The newest reviews of each document, in the order of the documents. */
  async ofDocuments(
    context: RequestContext,
    documentIds: readonly string[],
    page: ListPage,
  ): Promise<ReviewList[]> {
    authorize(context, 'documents:read');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const readable = readableReviews(context, 1);
      const found = await tx.query<{ id: string; documentId: string; totalCount: number }>(
        `select id, document_id as "documentId", "totalCount" from (
           select r.id, r.document_id, count(*) over (partition by r.document_id) as "totalCount",
             row_number() over (partition by r.document_id
               order by ($3::uuid is null or r.id < $3) desc, r.id desc) as place
           from reviews.reviews r where ${readable.sql} and r.document_id = any($2::uuid[])) ranked
         where place <= $4`,
        [readable.value, documentIds.filter((id) => validate(id)), page.after, page.first + 1],
      );
      const rows = await inOrder(
        tx,
        found.map(({ id }) => id),
      );
      return documentIds.map((documentId) => ({
        rows: rows
          .filter((row) => row.documentId === documentId && (page.after === null || row.id < page.after))
          .sort((one, other) => (one.id < other.id ? 1 : -1)),
        totalCount: found.find((row) => row.documentId === documentId)?.totalCount ?? 0,
      }));
    });
  }

  /** In the order of the ids; null for what does not exist or may not be read. */
  async readMany(context: RequestContext, ids: readonly string[]): Promise<(ReviewRow | null)[]> {
    authorize(context, 'documents:read');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const rows = await this.#readable(tx, context, ids);
      return ids.map((id) => rows.find((row) => row.id === id.toLowerCase()) ?? null);
    });
  }

  /** The documents among these that may be read. */
  async readableDocuments(context: RequestContext, ids: readonly string[]): Promise<Set<string>> {
    const known = [...new Set(ids)].filter((id) => validate(id));
    if (known.length === 0) return new Set();
    return this.parts.database.tenant(context.tenant, (tx) =>
      this.parts.access.readable(tx, context, 'Document', known),
    );
  }

  /** What each review points at, of documents that may be read. */
  async evidence(context: RequestContext, lists: readonly EvidenceRef[][]): Promise<EvidenceRef[][]> {
    const readable = await this.readableDocuments(
      context,
      lists.flat().map(({ documentId }) => documentId),
    );
    return lists.map((list) => list.filter(({ documentId }) => readable.has(documentId)));
  }

  /** Asks one person; null gives it back to all. Errors: `NOT_FOUND`, `CONFLICT`. */
  async assign(context: RequestContext, reviewId: string, assignee: string | null): Promise<ReviewRow> {
    authorize(context, 'reviews:resolve');
    const { database, outbox, live, identity } = this.parts;
    plainText('assignee', assignee);
    const person = assignee === null ? null : await identity.contextOf(context.tenant, assignee);
    if (assignee !== null && !person) throw new AppError('NOT_FOUND', { thing: `the assignee ${assignee}` });
    return database.tenant(context.tenant, async (tx) => {
      const review = await this.#open(tx, context, reviewId);
      if (person && (await this.#readable(tx, person, [review.id])).length === 0) {
        throw new AppError('CONFLICT', { reason: 'the assignee may not read the review' });
      }
      review.assignee = assignee;
      await live.publish(tx, context, 'review.requested', {
        reviewId: review.id,
        documentId: review.documentId ?? null,
        reason: review.reason,
      });
      await outbox.audit(tx, context, {
        kind: 'mutation',
        action: 'reviews.assign',
        subjects: subjectsOf(review),
        body: { assignee },
      });
      return review;
    });
  }

  /** Errors: `NOT_FOUND`, `CONFLICT` when it is not open or what was shown has changed, `BAD_USER_INPUT`. */
  async resolve(context: RequestContext, decision: ReviewDecision): Promise<ReviewRow> {
    authorize(context, 'reviews:resolve');
    const comment = plainText('comment', decision.comment)?.trim() || null;
    if (comment !== null && comment.length > longestComment) {
      throw new AppError('BAD_USER_INPUT', {
        reason: `comment must have at most ${longestComment} characters`,
      });
    }
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const review = await this.#open(tx, context, decision.reviewId);
      if (review.fingerprint !== decision.fingerprint) {
        throw new AppError('CONFLICT', { reason: 'what is to be reviewed has changed since it was shown' });
      }
      review.state = 'RESOLVED';
      review.outcome = decision.outcome;
      review.comment = comment;
      review.resolvedBy = context.actor;
      review.resolvedAt = this.parts.clock.now();
      await tx.em.flush();
      await this.#tellResolved(tx, context, review, decision.outcome);
      await this.parts.outbox.audit(tx, context, {
        kind: 'mutation',
        action: 'reviews.resolve',
        subjects: subjectsOf(review),
        body: { outcome: decision.outcome, fingerprint: review.fingerprint },
        content: comment === null ? null : { comment },
      });
      return review;
    });
  }

  /** Closes the open reviews of the tenant whose deadline has passed. */
  async expire(context: RequestContext): Promise<number> {
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const due = await tx.em.find(
        ReviewEntity,
        { state: 'OPEN', deadline: { $lte: this.parts.clock.now() } },
        { limit: 500 },
      );
      for (const review of due) {
        review.state = 'EXPIRED';
        review.resolvedAt = this.parts.clock.now();
        await this.#tellResolved(tx, context, review, 'EXPIRED');
      }
      return due.length;
    });
  }

  async #tellResolved(
    tx: Transaction,
    context: RequestContext,
    review: ReviewRow,
    outcome: string,
  ): Promise<void> {
    await this.parts.outbox.event(tx, context, 'review.resolved', {
      reviewId: review.id,
      documentId: review.documentId ?? null,
      subject: { type: review.subjectType, id: review.subjectId },
      fingerprint: review.fingerprint,
      outcome,
      by: context.actor,
    });
  }

  /** An open review that the caller may read, locked: of two decisions one comes second and is refused. */
  async #open(tx: Transaction, context: RequestContext, id: string): Promise<ReviewRow> {
    if (validate(id)) await tx.query('select from reviews.reviews where id = $1 for update', [id]);
    const [review] = await this.#readable(tx, context, [id]);
    if (!review) throw new AppError('NOT_FOUND', { thing: `the review ${id}` });
    if (review.state !== 'OPEN') throw new AppError('CONFLICT', { reason: `the review is ${review.state}` });
    return review;
  }

  async #readable(tx: Transaction, context: RequestContext, ids: readonly string[]): Promise<ReviewRow[]> {
    const readable = readableReviews(context, 1);
    const found = await tx.query<{ id: string }>(
      `select r.id from reviews.reviews r where ${readable.sql} and r.id = any($2::uuid[])`,
      [readable.value, ids.filter((id) => validate(id))],
    );
    return inOrder(
      tx,
      found.map(({ id }) => id),
    );
  }
}

/** A review of a document is for who may read the document now; any other for who is on its own access list. */
function readableReviews(context: RequestContext, parameter: number) {
  const ofDocument = readableClause(context.rights, 'Document', 'r.document_id', parameter);
  const ofReview = readableClause(context.rights, 'Review', 'r.id', parameter);
  return {
    sql: `case when r.document_id is null then ${ofReview.sql} else ${ofDocument.sql} end`,
    value: ofReview.value,
  };
}

async function inOrder(tx: Transaction, ids: readonly string[]): Promise<ReviewRow[]> {
  if (ids.length === 0) return [];
  const rows = await tx.em.find(ReviewEntity, { id: { $in: [...ids] } });
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

function subjectsOf(review: ReviewRow): { type: string; id: string }[] {
  const document = review.documentId ? [{ type: 'Document', id: review.documentId }] : [];
  return [{ type: 'Review', id: review.id }, ...document];
}
