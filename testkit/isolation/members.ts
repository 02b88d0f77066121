import { Caller } from '../caller.js';
import type { TestTenant } from '../tenants.js';

export async function makeGroup({ admin }: TestTenant, name: string): Promise<string> {
  const payload = '... on CreateGroupPayload { group { id } }';
  return (await admin.change('createGroup', 'CreateGroupInput', { name }, payload)).group.id;
}

/** A member with a key of its own, in these groups. */
export async function makeMember({ admin }: TestTenant, name: string, groups: readonly string[]) {
  const roles = ['MEMBER', 'REVIEWER', 'AUDITOR'];
  const { member } = await admin.change(
    'createMember',
    'CreateMemberInput',
    { email: `${name}@alpha.example`, name, roles },
    '... on CreateMemberPayload { member { id } }',
  );
  for (const groupId of groups) await joinGroup(admin, groupId, member.id);
  const input = { name: `key of ${name}`, memberId: member.id };
  const { key } = await admin.change('createKey', 'CreateKeyInput', input, '... on CreateKeyPayload { key }');
  return { id: member.id as string, caller: new Caller(admin.url, key) };
}

export const joinGroup = (admin: Caller, groupId: string, memberId: string) =>
  admin.change('addToGroup', 'GroupMembershipInput', { groupId, memberId }, '');
