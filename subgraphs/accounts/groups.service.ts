import { AppError, type RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Clock, Database, Outbox, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { GroupEntity, type GroupRow } from './group.entity.js';
import { isId, type ListRequest, type ListResult, onDuplicate, trimmed } from './input.js';
import { MemberEntity, type MemberRow } from './member.entity.js';
import type { PrincipalProjection } from './principal-projection.js';

/** Groups of members; the access lists of documents name them by id. */
export class GroupsService {
  constructor(
    private readonly parts: {
      database: Database;
      outbox: Outbox;
      projection: PrincipalProjection;
      clock: Clock;
    },
  ) {}

  async list(context: RequestContext, { first, after }: ListRequest): Promise<ListResult<GroupRow>> {
    authorize(context, 'accounts:read');
    return this.parts.database.tenant(context.tenant, async (tx) => ({
      rows: await tx.em.find(GroupEntity, after ? { id: { $gt: after } } : {}, {
        orderBy: { id: 'asc' },
        limit: first + 1,
      }),
      totalCount: await tx.em.count(GroupEntity),
    }));
  }

  async get(context: RequestContext, id: string): Promise<GroupRow | null> {
    authorize(context, 'accounts:read');
    if (!isId(id)) return null;
    return this.parts.database.tenant(context.tenant, (tx) => tx.em.findOne(GroupEntity, { id }));
  }

  /** The groups of each member, the first 100; in the order of the members. */
  async ofMembers(context: RequestContext, memberIds: readonly string[]): Promise<GroupRow[][]> {
    const rows = await this.parts.database.tenant(context.tenant, (tx) =>
      tx.query<{ memberId: string; id: string; name: string; tenantId: string; createdAt: Date }>(
        `select m.member_id as "memberId", g.id, g.name, g.tenant_id as "tenantId", g.created_at as "createdAt"
         from accounts.memberships m join accounts.groups g on g.id = m.group_id
         where m.member_id = any($1::uuid[]) order by g.id`,
        [memberIds],
      ),
    );
    return memberIds.map((id) => rows.filter((row) => row.memberId === id).slice(0, 100));
  }

  /** The groups with these ids, those that exist; anybody may know the names of the own ones. */
  async named(context: RequestContext, ids: readonly string[]): Promise<GroupRow[]> {
    const known = ids.filter(isId);
    return this.parts.database.tenant(context.tenant, (tx) =>
      tx.em.find(GroupEntity, { id: { $in: known } }, { orderBy: { id: 'asc' } }),
    );
  }

  /** The members of a group by ascending id. */
  async membersOf(
    context: RequestContext,
    groupId: string,
    { first, after }: ListRequest,
  ): Promise<ListResult<MemberRow>> {
    authorize(context, 'accounts:read');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const ids = await tx.query<{ id: string }>(
        `select member_id as id from accounts.memberships where group_id = $1 and ($2::uuid is null or member_id > $2)
         order by member_id limit $3`,
        [groupId, after, first + 1],
      );
      const [count] = await tx.query<{ total: number }>(
        'select count(*) as total from accounts.memberships where group_id = $1',
        [groupId],
      );
      const rows = await tx.em.find(
        MemberEntity,
        { id: { $in: ids.map(({ id }) => id) } },
        { orderBy: { id: 'asc' } },
      );
      return { rows, totalCount: count?.total ?? 0 };
    });
  }

  async create(context: RequestContext, name: string): Promise<GroupRow> {
    authorize(context, 'accounts:manage');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const group: GroupRow = tx.em.create(GroupEntity, {
        id: newId(),
        tenantId: context.tenant,
        name: trimmed('name', name),
        createdAt: this.parts.clock.now(),
      });
      await onDuplicate(tx.em.flush(), 'a group with this name exists');
      await this.#audit(tx, context, 'createGroup', group.id, null);
      return group;
    });
  }

  async add(context: RequestContext, groupId: string, memberId: string): Promise<GroupRow> {
    return this.#changeMembership(context, groupId, memberId, 'addToGroup', async (tx) => {
      await tx.query(
        `insert into accounts.memberships (tenant_id, group_id, member_id) values ($1, $2, $3) on conflict do nothing`,
        [context.tenant, groupId, memberId],
      );
    });
  }

  async remove(context: RequestContext, groupId: string, memberId: string): Promise<GroupRow> {
    return this.#changeMembership(context, groupId, memberId, 'removeFromGroup', async (tx) => {
      await tx.query('delete from accounts.memberships where group_id = $1 and member_id = $2', [
        groupId,
        memberId,
      ]);
    });
  }

  /** Documents that only this group could read can be read by nobody afterwards, but for those who change their lists. */
  async delete(context: RequestContext, id: string): Promise<string> {
    authorize(context, 'accounts:manage');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const group = await this.#find(tx, id);
      const members = await tx.query<{ id: string }>(
        'delete from accounts.memberships where group_id = $1 returning member_id as id',
        [id],
      );
      const keys = await tx.query<{ id: string }>(
        'update accounts.api_keys set groups = array_remove(groups, $1::text) where $1::text = any(groups) returning id',
        [id],
      );
      tx.em.remove(group);
      await tx.em.flush();
      for (const member of members) await this.parts.projection.memberById(tx, member.id);
      for (const key of keys) await this.parts.projection.keyById(tx, key.id);
      await this.#audit(tx, context, 'deleteGroup', id, null);
      return id;
    });
  }

  async #changeMembership(
    context: RequestContext,
    groupId: string,
    memberId: string,
    action: string,
    change: (tx: Transaction) => Promise<void>,
  ): Promise<GroupRow> {
    authorize(context, 'accounts:manage');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const group = await this.#find(tx, groupId);
      const member = isId(memberId) ? await tx.em.findOne(MemberEntity, { id: memberId }) : null;
      if (!member) throw new AppError('NOT_FOUND', { thing: `the member ${memberId}` });
      await change(tx);
      await this.parts.projection.member(tx, member);
      await this.#audit(tx, context, action, groupId, memberId);
      return group;
    });
  }

  async #find(tx: Transaction, id: string): Promise<GroupRow> {
    const group = isId(id) ? await tx.em.findOne(GroupEntity, { id }) : null;
    if (!group) throw new AppError('NOT_FOUND', { thing: `the group ${id}` });
    return group;
  }

  async #audit(
    tx: Transaction,
    context: RequestContext,
    action: string,
    groupId: string,
    memberId: string | null,
  ) {
    const member = memberId === null ? [] : [{ type: 'Member', id: memberId }];
    await this.parts.outbox.audit(tx, context, {
      kind: 'mutation',
      action: `accounts.${action}`,
      subjects: [{ type: 'Group', id: groupId }, ...member],
      body: {},
    });
  }
}
