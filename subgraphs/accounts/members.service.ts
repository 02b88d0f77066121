import { AppError, type RequestContext, type Role } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Clock, Database, Outbox, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { ApiKeyEntity } from './api-key.entity.js';
import { isId, type ListRequest, type ListResult, normalEmail, onDuplicate, trimmed } from './input.js';
import { MemberEntity, type MemberRow } from './member.entity.js';
import type { PrincipalProjection } from './principal-projection.js';

export interface NewMember {
  email: string;
  name: string | null;
  roles: readonly Role[];
  subject: string | null;
}

/** The people of a tenant and their roles. */
export class MembersService {
  constructor(
    private readonly parts: {
      database: Database;
      outbox: Outbox;
      projection: PrincipalProjection;
      clock: Clock;
    },
  ) {}

  async list(context: RequestContext, { first, after }: ListRequest): Promise<ListResult<MemberRow>> {
    authorize(context, 'accounts:read');
    return this.parts.database.tenant(context.tenant, async (tx) => ({
      rows: await tx.em.find(MemberEntity, after ? { id: { $gt: after } } : {}, {
        orderBy: { id: 'asc' },
        limit: first + 1,
      }),
      totalCount: await tx.em.count(MemberEntity),
    }));
  }

  async get(context: RequestContext, id: string): Promise<MemberRow | null> {
    authorize(context, 'accounts:read');
    if (!isId(id)) return null;
    return this.parts.database.tenant(context.tenant, (tx) => tx.em.findOne(MemberEntity, { id }));
  }

  /** Who calls: the member, or the one whose key it is. */
  async self({ tenant, actor }: RequestContext): Promise<MemberRow | null> {
    const [kind, id] = actor.split(':');
    if (id === undefined || !isId(id)) return null;
    return this.parts.database.tenant(tenant, async (tx) => {
      const key = kind === 'key' ? await tx.em.findOne(ApiKeyEntity, { id }) : null;
      const memberId = kind === 'user' ? id : key?.memberId;
      return memberId ? tx.em.findOne(MemberEntity, { id: memberId }) : null;
    });
  }

  async create(context: RequestContext, input: NewMember): Promise<MemberRow> {
    authorize(context, 'accounts:manage');
    return this.parts.database.tenant(context.tenant, (tx) => this.insert(tx, context, input));
  }

  /** Creates a member in the caller's transaction. Errors: `BAD_USER_INPUT`, `CONFLICT`. */
  async insert(tx: Transaction, context: RequestContext, input: NewMember): Promise<MemberRow> {
    const { projection, outbox, clock } = this.parts;
    const member: MemberRow = tx.em.create(MemberEntity, {
      id: newId(),
      tenantId: context.tenant,
      email: normalEmail(input.email),
      name: input.name === null ? null : trimmed('name', input.name),
      roles: rolesOf(input.roles),
      subject: input.subject === null ? null : trimmed('subject', input.subject),
      createdAt: clock.now(),
    });
    await onDuplicate(tx.em.flush(), 'a member with this email or subject exists');
    await projection.member(tx, member);
    await outbox.audit(tx, context, {
      kind: 'mutation',
      action: 'accounts.createMember',
      subjects: [{ type: 'Member', id: member.id }],
      body: { roles: member.roles },
      content: { email: member.email, name: member.name },
    });
    return member;
  }

  async updateRoles(context: RequestContext, id: string, roles: readonly Role[]): Promise<MemberRow> {
    authorize(context, 'accounts:manage');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const member = await this.#find(tx, id);
      const before = member.roles;
      member.roles = rolesOf(roles);
      await tx.em.flush();
      await this.#keepAnAdmin(tx);
      await this.parts.projection.member(tx, member);
      await this.parts.outbox.audit(tx, context, {
        kind: 'mutation',
        action: 'accounts.updateMemberRoles',
        subjects: [{ type: 'Member', id }],
        body: { before, after: member.roles },
      });
      return member;
    });
  }

  async remove(context: RequestContext, id: string): Promise<string> {
    authorize(context, 'accounts:manage');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const member = await this.#find(tx, id);
      const actors = await this.parts.projection.removeMember(tx, id);
      // Memberships and keys go with it.
      tx.em.remove(member);
      await tx.em.flush();
      await this.#keepAnAdmin(tx);
      await this.parts.outbox.audit(tx, context, {
        kind: 'mutation',
        action: 'accounts.removeMember',
        subjects: [{ type: 'Member', id }],
        body: { roles: member.roles },
      });
      // What was this person's alone goes too.
      await this.parts.outbox.event(tx, context, 'member.removed', { memberId: id, actors });
      return id;
    });
  }

  async #find(tx: Transaction, id: string): Promise<MemberRow> {
    const member = isId(id) ? await tx.em.findOne(MemberEntity, { id }) : null;
    if (!member) throw new AppError('NOT_FOUND', { thing: `the member ${id}` });
    return member;
  }

  /** Two admins who remove each other at once must not both succeed, so the tenant is locked while it is counted. */
  async #keepAnAdmin(tx: Transaction): Promise<void> {
    await tx.query('select from accounts.tenants for update');
    const rows = await tx.query(`select from accounts.members where 'admin' = any(roles) limit 1`);
    if (rows.length === 0)
      throw new AppError('CONFLICT', { reason: 'a tenant needs a member who is an admin' });
  }
}

function rolesOf(roles: readonly Role[]): Role[] {
  return [...new Set(roles)].sort();
}
