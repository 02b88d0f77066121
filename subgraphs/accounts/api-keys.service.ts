import { AppError, type RequestContext, type Role } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Clock, Database, Outbox, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { hashApiKey, newApiKey } from '#platform/identity';
import { ApiKeyEntity, type ApiKeyRow } from './api-key.entity.js';
import { GroupEntity } from './group.entity.js';
import { isId, type ListRequest, type ListResult, trimmed } from './input.js';
import { MemberEntity } from './member.entity.js';
import type { PrincipalProjection } from './principal-projection.js';

export interface NewKey {
  name: string;
  /** Whose roles and groups it has; null for roles and groups of its own. */
  memberId: string | null;
  roles: readonly Role[] | null;
  groups: readonly string[] | null;
  scopes: readonly string[] | null;
  expiresAt: Date | null;
}

const scopeShape = /^(\*|[a-z]+:[a-z]+)$/;

/** API keys. The key itself is shown once; afterwards only its hash is known. */
export class ApiKeysService {
  constructor(
    private readonly parts: {
      database: Database;
      outbox: Outbox;
      projection: PrincipalProjection;
      clock: Clock;
    },
  ) {}

  async list(context: RequestContext, { first, after }: ListRequest): Promise<ListResult<ApiKeyRow>> {
    authorize(context, 'accounts:manage');
    return this.parts.database.tenant(context.tenant, async (tx) => ({
      rows: await tx.em.find(ApiKeyEntity, after ? { id: { $gt: after } } : {}, {
        orderBy: { id: 'asc' },
        limit: first + 1,
      }),
      totalCount: await tx.em.count(ApiKeyEntity),
    }));
  }

  async create(context: RequestContext, input: NewKey): Promise<{ row: ApiKeyRow; key: string }> {
    authorize(context, 'accounts:manage');
    const key = newApiKey();
    const row = await this.parts.database.tenant(context.tenant, (tx) =>
      this.insert(tx, context, input, key),
    );
    return { row, key };
  }

  /** Registers a key in the caller's transaction. Errors: `BAD_USER_INPUT`, `NOT_FOUND`. */
  async insert(tx: Transaction, context: RequestContext, input: NewKey, key: string): Promise<ApiKeyRow> {
    const { projection, outbox, clock } = this.parts;
    await this.#check(tx, input);
    const row: ApiKeyRow = tx.em.create(ApiKeyEntity, {
      id: newId(),
      tenantId: context.tenant,
      name: trimmed('name', input.name),
      memberId: input.memberId,
      roles: input.memberId === null ? [...new Set(input.roles ?? ['member' as const])].sort() : [],
      groups: [...new Set(input.groups ?? [])].sort(),
      scopes: [...new Set(input.scopes ?? ['*'])].sort(),
      keyHash: hashApiKey(key),
      createdBy: context.actor,
      createdAt: clock.now(),
      expiresAt: input.expiresAt,
      revokedAt: null,
    });
    await tx.em.flush();
    await projection.key(tx, row);
    await outbox.audit(tx, context, {
      kind: 'mutation',
      action: 'accounts.createKey',
      subjects: [{ type: 'ApiKey', id: row.id }],
      body: { memberId: row.memberId, roles: row.roles, groups: row.groups, scopes: row.scopes },
      content: { name: row.name },
    });
    return row;
  }

  async revoke(context: RequestContext, id: string): Promise<ApiKeyRow> {
    authorize(context, 'accounts:manage');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const row = isId(id) ? await tx.em.findOne(ApiKeyEntity, { id }) : null;
      if (!row) throw new AppError('NOT_FOUND', { thing: `the key ${id}` });
      if (row.revokedAt) return row;
      row.revokedAt = this.parts.clock.now();
      await this.parts.projection.removeKey(tx, id);
      await this.parts.outbox.audit(tx, context, {
        kind: 'mutation',
        action: 'accounts.revokeKey',
        subjects: [{ type: 'ApiKey', id }],
        body: {},
      });
      return row;
    });
  }

  async #check(tx: Transaction, { memberId, roles, groups, scopes, expiresAt }: NewKey): Promise<void> {
    const invalid = (reason: string) => new AppError('BAD_USER_INPUT', { reason });
    if (memberId !== null) {
      if (roles !== null || groups !== null) {
        throw invalid(
          'a key of a member has the roles and groups of that member; leave out roles and groups',
        );
      }
      const member = isId(memberId) ? await tx.em.findOne(MemberEntity, { id: memberId }) : null;
      if (!member) throw new AppError('NOT_FOUND', { thing: `the member ${memberId}` });
    }
    const wrong = scopes?.find((scope) => !scopeShape.test(scope));
    if (wrong !== undefined) throw invalid(`${wrong} is not a scope such as documents:read`);
    if (expiresAt && expiresAt <= this.parts.clock.now()) throw invalid('expiresAt must be in the future');
    const wanted = [...new Set(groups ?? [])];
    if (!wanted.every(isId) || (await tx.em.count(GroupEntity, { id: { $in: wanted } })) < wanted.length) {
      throw new AppError('NOT_FOUND', { thing: 'one of the groups' });
    }
  }
}
