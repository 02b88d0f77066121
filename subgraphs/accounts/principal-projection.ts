import type { Principals, Transaction } from '#platform';
import { ApiKeyEntity, type ApiKeyRow } from './api-key.entity.js';
import { MembershipEntity } from './group.entity.js';
import { MemberEntity, type MemberRow } from './member.entity.js';

export const actorOfMember = (memberId: string) => `user:${memberId}`;
export const actorOfKey = (keyId: string) => `key:${keyId}`;

/** Writes what the gateway knows of a person or a key, in the transaction that changes it. */
export class PrincipalProjection {
  constructor(private readonly principals: Principals) {}

  /** A member and that member's keys. */
  async member(tx: Transaction, member: MemberRow): Promise<void> {
    const groups = await this.groupsOf(tx, member.id);
    await this.principals.put(tx, {
      actor: actorOfMember(member.id),
      tenant: member.tenantId,
      roles: member.roles,
      scopes: ['*'],
      groups,
      keyHash: null,
      subject: member.subject ?? null,
      revoked: false,
      expiresAt: null,
    });
    const keys = await tx.em.find(ApiKeyEntity, { memberId: member.id, revokedAt: null });
    for (const key of keys) await this.#put(tx, key, member.roles, groups);
  }

  async memberById(tx: Transaction, memberId: string): Promise<void> {
    const member = await tx.em.findOne(MemberEntity, { id: memberId });
    if (member) await this.member(tx, member);
  }

  async key(tx: Transaction, key: ApiKeyRow): Promise<void> {
    const member = key.memberId ? await tx.em.findOne(MemberEntity, { id: key.memberId }) : null;
    if (member) await this.#put(tx, key, member.roles, await this.groupsOf(tx, member.id));
    else await this.#put(tx, key, key.roles, key.groups);
  }

  async keyById(tx: Transaction, keyId: string): Promise<void> {
    const key = await tx.em.findOne(ApiKeyEntity, { id: keyId, revokedAt: null });
    if (key) await this.key(tx, key);
  }

  /** Returns the actors that are no more: the member and that member's keys. */
  async removeMember(tx: Transaction, memberId: string): Promise<string[]> {
    const keys = await tx.em.find(ApiKeyEntity, { memberId });
    const actors = [actorOfMember(memberId), ...keys.map(({ id }) => actorOfKey(id))];
    for (const actor of actors) await this.principals.remove(tx, actor);
    return actors;
  }

  async removeKey(tx: Transaction, keyId: string): Promise<void> {
    await this.principals.remove(tx, actorOfKey(keyId));
  }

  async groupsOf(tx: Transaction, memberId: string): Promise<string[]> {
    const memberships = await tx.em.find(MembershipEntity, { memberId }, { orderBy: { groupId: 'asc' } });
    return memberships.map((membership) => membership.groupId);
  }

  #put(tx: Transaction, key: ApiKeyRow, roles: readonly string[], groups: readonly string[]): Promise<void> {
    return this.principals.put(tx, {
      actor: actorOfKey(key.id),
      tenant: key.tenantId,
      roles,
      scopes: key.scopes,
      groups,
      keyHash: key.keyHash,
      person: key.memberId ? actorOfMember(key.memberId) : null,
      subject: null,
      revoked: false,
      expiresAt: key.expiresAt?.toISOString() ?? null,
    });
  }
}
