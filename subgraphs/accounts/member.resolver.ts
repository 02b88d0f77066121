import { Arg, Args, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type GraphContext, outcome, type Page, PageArguments, pageCost } from '#platform/graph';
import { groupView, memberView } from './account.view.js';
import type { GroupRow } from './group.entity.js';
import { Group } from './group.type.js';
import type { GroupsService } from './groups.service.js';
import { listPage, listRequest } from './list-page.js';
import {
  CreateMemberInput,
  CreateMemberPayload,
  CreateMemberResult,
  Member,
  MemberConnection,
  RemoveMemberInput,
  RemoveMemberPayload,
  RemoveMemberResult,
  UpdateMemberRolesInput,
  UpdateMemberRolesPayload,
  UpdateMemberRolesResult,
} from './member.type.js';
import type { MembersService } from './members.service.js';

@Resolver(() => Member)
export class MemberResolver {
  constructor(private readonly service: { members: MembersService; groups: GroupsService }) {}

  @Directive(pageCost)
  @Query(() => MemberConnection, {
    description: 'The members of the tenant. Needs the permission `accounts:read`.',
  })
  async members(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<Member>> {
    return listPage(await this.service.members.list(request, listRequest(page)), page, memberView);
  }

  @Query(() => Member, { nullable: true, description: 'One member. Needs the permission `accounts:read`.' })
  async member(
    @Arg('id', () => ID, { description: "The member's id." }) id: string,
    @Ctx() { request }: GraphContext,
  ): Promise<Member | null> {
    const row = await this.service.members.get(request, id);
    return row && memberView(row);
  }

  @Mutation(() => CreateMemberResult, {
    description: 'Adds a member. Needs the permission `accounts:manage`.',
  })
  createMember(
    @Arg('input', () => CreateMemberInput, { description: 'The member.' }) input: CreateMemberInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof CreateMemberResult> {
    return outcome(async () => {
      const { email, name = null, subject = null } = input;
      const roles = input.roles ?? ['member' as const];
      const row = await this.service.members.create(request, { email, name, roles, subject });
      return Object.assign(new CreateMemberPayload(), { member: memberView(row) });
    });
  }

  @Mutation(() => UpdateMemberRolesResult, {
    description:
      'Replaces the roles of a member; a tenant keeps an admin. Needs the permission `accounts:manage`.',
  })
  updateMemberRoles(
    @Arg('input', () => UpdateMemberRolesInput, { description: 'The member and the roles.' })
    input: UpdateMemberRolesInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof UpdateMemberRolesResult> {
    return outcome(async () => {
      const row = await this.service.members.updateRoles(request, input.memberId, input.roles);
      return Object.assign(new UpdateMemberRolesPayload(), { member: memberView(row) });
    });
  }

  @Mutation(() => RemoveMemberResult, {
    description:
      "Removes a member and that member's keys; a tenant keeps an admin. Needs the permission `accounts:manage`.",
  })
  removeMember(
    @Arg('input', () => RemoveMemberInput, { description: 'The member.' }) input: RemoveMemberInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof RemoveMemberResult> {
    return outcome(async () => {
      const memberId = await this.service.members.remove(request, input.memberId);
      return Object.assign(new RemoveMemberPayload(), { memberId });
    });
  }

  @Directive('@listSize(assumedSize: 20)')
  @FieldResolver(() => [Group], { description: 'The groups that the member belongs to, the first 100.' })
  async groups(@Root() { id }: Member, @Ctx() context: GraphContext): Promise<Group[]> {
    const batch = (ids: readonly string[]) => this.service.groups.ofMembers(context.request, ids);
    const rows = await context.loader<string, GroupRow[]>('groups of members', batch).load(id);
    return rows.map(groupView);
  }
}
