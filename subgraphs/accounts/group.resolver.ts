import { Arg, Args, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type GraphContext, outcome, type Page, PageArguments, pageCost } from '#platform/graph';
import { groupView, memberView } from './account.view.js';
import {
  AddToGroupPayload,
  AddToGroupResult,
  CreateGroupInput,
  CreateGroupPayload,
  CreateGroupResult,
  DeleteGroupInput,
  DeleteGroupPayload,
  DeleteGroupResult,
  Group,
  GroupConnection,
  GroupMembershipInput,
  RemoveFromGroupPayload,
  RemoveFromGroupResult,
} from './group.type.js';
import type { GroupsService } from './groups.service.js';
import { listPage, listRequest } from './list-page.js';
import { type Member, MemberConnection } from './member.type.js';

@Resolver(() => Group)
export class GroupResolver {
  constructor(private readonly service: GroupsService) {}

  @Directive(pageCost)
  @Query(() => GroupConnection, {
    description: 'The groups of the tenant. Needs the permission `accounts:read`.',
  })
  async groups(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<Group>> {
    return listPage(await this.service.list(request, listRequest(page)), page, groupView);
  }

  @Query(() => Group, { nullable: true, description: 'One group. Needs the permission `accounts:read`.' })
  async group(
    @Arg('id', () => ID, { description: "The group's id." }) id: string,
    @Ctx() { request }: GraphContext,
  ): Promise<Group | null> {
    const row = await this.service.get(request, id);
    return row && groupView(row);
  }

  @Mutation(() => CreateGroupResult, {
    description: 'Makes a group. Needs the permission `accounts:manage`.',
  })
  createGroup(
    @Arg('input', () => CreateGroupInput, { description: 'The group.' }) input: CreateGroupInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof CreateGroupResult> {
    return outcome(async () => {
      const row = await this.service.create(request, input.name);
      return Object.assign(new CreateGroupPayload(), { group: groupView(row) });
    });
  }

  @Mutation(() => AddToGroupResult, {
    description:
      'Lets a member read what the group may read, within a second. Needs the permission `accounts:manage`.',
  })
  addToGroup(
    @Arg('input', () => GroupMembershipInput, { description: 'Who joins what.' }) input: GroupMembershipInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof AddToGroupResult> {
    return outcome(async () => {
      const row = await this.service.add(request, input.groupId, input.memberId);
      return Object.assign(new AddToGroupPayload(), { group: groupView(row) });
    });
  }

  @Mutation(() => RemoveFromGroupResult, {
    description: 'Takes a member out of a group, within a second. Needs the permission `accounts:manage`.',
  })
  removeFromGroup(
    @Arg('input', () => GroupMembershipInput, { description: 'Who leaves what.' })
    input: GroupMembershipInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof RemoveFromGroupResult> {
    return outcome(async () => {
      const row = await this.service.remove(request, input.groupId, input.memberId);
      return Object.assign(new RemoveFromGroupPayload(), { group: groupView(row) });
    });
  }

  @Mutation(() => DeleteGroupResult, {
    description:
      'Deletes a group. What only it could read can be read by nobody afterwards. Needs the permission `accounts:manage`.',
  })
  deleteGroup(
    @Arg('input', () => DeleteGroupInput, { description: 'The group.' }) input: DeleteGroupInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof DeleteGroupResult> {
    return outcome(async () => {
      const groupId = await this.service.delete(request, input.groupId);
      return Object.assign(new DeleteGroupPayload(), { groupId });
    });
  }

  @Directive(pageCost)
  @FieldResolver(() => MemberConnection, { description: 'The members of the group.' })
  async members(
    @Root() { id }: Group,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<Member>> {
    return listPage(await this.service.membersOf(request, id, listRequest(page)), page, memberView);
  }
}
