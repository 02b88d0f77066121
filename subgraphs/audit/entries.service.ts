import { AppError, type RequestContext } from 'tributary/sdk';
import { validate } from 'uuid';
import type { Access, Database, Keys, Outbox, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { readAuditContent } from '#platform/outbox';
import type { StoredEntry } from './chain.js';
import { type EntryFilter, whereOf } from './entry-filter.js';
import { type EntryRow, entriesAfter, entryColumns, entryOf } from './entry-reader.js';

/** An entry as a caller may see it: the body only for those who may read every document that it concerns. */
export interface VisibleEntry extends StoredEntry {
  /** Whether the caller may read its personal text. */
  textReadable: boolean;
}

/** Reads entries. Every reading is itself recorded, before the answer leaves. */
export class AuditEntries {
  constructor(
    private readonly parts: {
      database: Database;
      outbox: Outbox;
      access: Access;
      keys: Keys;
    },
  ) {}

  /** Newest first. */
  async list(
    context: RequestContext,
    filter: EntryFilter,
    page: { first: number; before: number | null },
  ): Promise<{ rows: VisibleEntry[]; totalCount: number }> {
    authorize(context, 'audit:read');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const { sql, parameters } = whereOf(filter);
      const rows = await tx.query<EntryRow>(
        `select ${entryColumns} from audit.entries e where ${sql} and ($1::bigint is null or e.seq < $1)
         order by e.seq desc limit $2`,
        [page.before, page.first + 1, ...parameters],
      );
      const [count] = await tx.query<{ total: number }>(
        `select count(*) as total from audit.entries e where ${sql} and $1::bigint is null and $2::int is null`,
        [null, null, ...parameters],
      );
      await this.#recordRead(tx, context, 'audit.entries', {
        ...filter,
        entries: Math.min(rows.length, page.first),
      });
      return { rows: await this.#visible(tx, context, rows.map(entryOf)), totalCount: count?.total ?? 0 };
    });
  }

  async get(context: RequestContext, id: string): Promise<VisibleEntry | null> {
    authorize(context, 'audit:read');
    const [entry] = await this.#byIds(context, 'audit.entry', [id]);
    return entry ?? null;
  }

  /**
   * The records of decisions, for whoever may read all the documents that they concern; one that concerns none is for
   * who made it and for auditors. In the order of the ids.
   */
  async decisions(context: RequestContext, ids: readonly string[]): Promise<(VisibleEntry | null)[]> {
    const entries = await this.#byIds(context, 'audit.decision', ids);
    return entries.map((entry) =>
      entry?.kind === 'decision' && mayReadDecision(context, entry) ? entry : null,
    );
  }

  /** Entries in the order of the chain, as lines of an export. */
  async export(context: RequestContext, page: { first: number; after: number }): Promise<VisibleEntry[]> {
    authorize(context, 'audit:export');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const entries = await entriesAfter(tx, page.after, page.first + 1);
      await this.parts.outbox.audit(tx, context, {
        kind: 'export',
        action: 'audit.export',
        subjects: [],
        body: { after: page.after, entries: Math.min(entries.length, page.first) },
      });
      return this.#visible(tx, context, entries);
    });
  }

  /** The personal text of an entry, or null when it has none, or none any more. */
  async content(context: RequestContext, entry: VisibleEntry): Promise<Record<string, unknown> | null> {
    if (!entry.textReadable || entry.contentHash === null) return null;
    return this.parts.database.tenant(context.tenant, (tx) =>
      readAuditContent(tx, this.parts.keys, entry.id).catch((error: unknown) => {
        if (error instanceof AppError && ['NOT_FOUND', 'KEY_GONE'].includes(error.code)) return null;
        throw error;
      }),
    );
  }

  async #byIds(
    context: RequestContext,
    action: string,
    ids: readonly string[],
  ): Promise<(VisibleEntry | null)[]> {
    const known = ids.filter((id) => validate(id));
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const rows = await tx.query<EntryRow>(
        `select ${entryColumns} from audit.entries e where e.id = any($1::uuid[])`,
        [known],
      );
      const missing = known.filter((id) => !rows.some((row) => row.id === id.toLowerCase()));
      const entries = await this.#visible(
        tx,
        context,
        [...rows, ...(await waiting(tx, missing))].map(entryOf),
      );
      await this.#recordRead(tx, context, action, { ids: known });
      return ids.map((id) => entries.find((entry) => entry.id === id.toLowerCase()) ?? null);
    });
  }

  async #visible(
    tx: Transaction,
    context: RequestContext,
    entries: readonly StoredEntry[],
  ): Promise<VisibleEntry[]> {
    const ids = [...new Set(entries.flatMap(documentsOf))];
    const readable =
      ids.length > 0 ? await this.parts.access.readable(tx, context, 'Document', ids) : new Set();
    return entries.map((entry) => {
      const documents = documentsOf(entry);
      const allReadable = documents.every((id) => readable.has(id));
      // What somebody asked, and no document answered, is that person's own.
      const isOwn = entry.actor === context.actor || entry.kind !== 'decision';
      const textReadable = allReadable && (documents.length > 0 || isOwn);
      return { ...entry, body: allReadable ? entry.body : null, textReadable };
    });
  }

  async #recordRead(tx: Transaction, context: RequestContext, action: string, body: Record<string, unknown>) {
    await this.parts.outbox.audit(tx, context, { kind: 'read', action, subjects: [], body });
  }
}

/** Records that have no place in the chain yet: seq 0 and no hash. They are committed, so they can be read. */
async function waiting(tx: Transaction, ids: readonly string[]): Promise<EntryRow[]> {
  if (ids.length === 0) return [];
  return tx.query<EntryRow>(
    `select tenant_id as tenant, 0 as seq, id, at, actor, request_id as "requestId", kind, action, subjects, body,
       content_hash as "contentHash", body_hash as "bodyHash", '' as "prevHash", '' as hash
     from platform.audit_intake where id = any($1::uuid[])`,
    [ids],
  );
}

function documentsOf(entry: StoredEntry): string[] {
  return (entry.subjects ?? []).filter(({ type }) => type === 'Document').map(({ id }) => id);
}

function mayReadDecision(context: RequestContext, entry: VisibleEntry): boolean {
  return entry.textReadable || (documentsOf(entry).length === 0 && context.roles.some(isAuditor));
}

const isAuditor = (role: string): boolean => role === 'auditor' || role === 'admin';
