import { AppError } from 'tributary/sdk';
import { Arg, Args, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import {
  Cursor,
  decodeCursor,
  encodeCursor,
  type GraphContext,
  Json,
  type Page,
  PageArguments,
  pageCost,
  pageOf,
  pageSize,
  type ReferenceBatch,
} from '#platform/graph';
import {
  AuditEntry,
  AuditEntryConnection,
  AuditEntryFilter,
  AuditExport,
  AuditVerification,
  Decision,
} from './audit.type.js';
import { decisionView, entryView, exportLine } from './audit.view.js';
import type { AuditEntries } from './entries.service.js';
import type { AuditVerifier, Verification } from './verifier.service.js';

const mostLines = 1000;

@Resolver(() => AuditEntry)
export class AuditResolver {
  constructor(
    private readonly entries: AuditEntries,
    private readonly verifier: AuditVerifier,
  ) {}

  @Directive(pageCost)
  @Query(() => AuditEntryConnection, {
    description: 'Audit entries, newest first. Needs the permission `audit:read`.',
  })
  async auditEntries(
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Arg('filter', () => AuditEntryFilter, { nullable: true, description: 'Which entries.' })
    filter: AuditEntryFilter | null,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<AuditEntry>> {
    const page = { first: pageSize(first), before: seqOf(after) };
    const { rows, totalCount } = await this.entries.list(request, filter ?? {}, page);
    return pageOf(rows.map(entryView), { first, after, totalCount, cursorOf: ({ seq }) => [seq ?? 0] });
  }

  @Query(() => AuditEntry, {
    nullable: true,
    description: 'One audit entry. Needs the permission `audit:read`.',
  })
  async auditEntry(
    @Arg('id', () => ID, { description: "The entry's id." }) id: string,
    @Ctx() { request }: GraphContext,
  ): Promise<AuditEntry | null> {
    const entry = await this.entries.get(request, id);
    return entry && entryView(entry);
  }

  @Query(() => Decision, {
    nullable: true,
    description: 'The record of an AI outcome, for whoever may read the documents that it concerns.',
  })
  async decision(
    @Arg('id', () => ID, { description: "The decision's id." }) id: string,
    @Ctx() { request }: GraphContext,
  ): Promise<Decision | null> {
    const [entry] = await this.entries.decisions(request, [id]);
    return entry ? decisionView(entry) : null;
  }

  @Query(() => AuditVerification, {
    description:
      "Recomputes the tenant's audit chain, up to everything committed before the call. Needs the permission `audit:read`.",
  })
  verifyAudit(@Ctx() { request, signal }: GraphContext): Promise<Verification> {
    return this.verifier.verify(request, signal);
  }

  @Query(() => AuditExport, {
    description: 'The audit chain as JSON Lines, oldest entry first. Needs the permission `audit:export`.',
  })
  async exportAudit(
    @Arg('limit', () => Int, { defaultValue: 500, description: `How many entries, ${mostLines} at most.` })
    limit: number,
    @Arg('after', () => Cursor, { nullable: true, description: 'The cursor after which to go on.' }) after:
      | string
      | null,
    @Ctx() { request }: GraphContext,
  ): Promise<AuditExport> {
    if (limit < 1 || limit > mostLines) {
      throw new AppError('BAD_USER_INPUT', { reason: `limit must be from 1 to ${mostLines}` });
    }
    const found = await this.entries.export(request, { first: limit, after: seqOf(after) ?? 0 });
    const entries = found.slice(0, limit);
    const last = entries.at(-1);
    return {
      lines: entries.map(exportLine).join(''),
      count: entries.length,
      endCursor: last ? encodeCursor([last.seq]) : null,
      hasNextPage: found.length > limit,
    };
  }

  @FieldResolver(() => Json, {
    nullable: true,
    description:
      'The personal text; null when there is none, when it was erased, or when the caller may not read it.',
  })
  content(@Root() { entry }: AuditEntry, @Ctx() { request }: GraphContext): Promise<unknown> {
    return this.entries.content(request, entry);
  }
}

/** Decisions that other subgraphs name. */
export function decisionReferences(entries: AuditEntries): ReferenceBatch {
  return async (ids, { request }) => {
    const found = await entries.decisions(request, ids);
    return found.map((entry) => entry && decisionView(entry));
  };
}

function seqOf(cursor: string | null): number | null {
  if (cursor === null || cursor === undefined) return null;
  const [seq] = decodeCursor(cursor, 1);
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq)) throw new AppError('CURSOR_INVALID');
  return seq;
}
