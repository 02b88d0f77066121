import { Arg, Ctx, Directive, FieldResolver, Mutation, Query, Resolver } from 'type-graphql';
import { type GraphContext, outcome } from '#platform/graph';
import { DeleteTenantInput, DeleteTenantPayload, DeleteTenantResult, Me, Tenant } from './account.type.js';
import { groupView, memberView, tenantView } from './account.view.js';
import { Group } from './group.type.js';
import type { GroupsService } from './groups.service.js';
import { Member } from './member.type.js';
import type { MembersService } from './members.service.js';
import type { TenantsService } from './tenants.service.js';

@Resolver()
export class AccountResolver {
  constructor(private readonly tenants: TenantsService) {}

  @Query(() => Me, { description: 'Who the caller is.' })
  me(@Ctx() { request }: GraphContext): Me {
    return { actor: request.actor, roles: [...request.roles], scopes: [...request.scopes] };
  }

  @Query(() => Tenant, { nullable: true, description: "The caller's tenant." })
  async tenant(@Ctx() { request }: GraphContext): Promise<Tenant | null> {
    const row = await this.tenants.get(request);
    return row && tenantView(row);
  }

  @Mutation(() => DeleteTenantResult, {
    description: 'Deletes everything of the tenant, in every store. Needs the permission `accounts:manage`.',
  })
  deleteTenant(
    @Arg('input', () => DeleteTenantInput, { description: 'The confirmation.' }) input: DeleteTenantInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof DeleteTenantResult> {
    return outcome(async () => {
      const tenantId = await this.tenants.requestDeletion(request, input.confirmName);
      return Object.assign(new DeleteTenantPayload(), { tenantId });
    });
  }
}

@Resolver(() => Me)
export class MeResolver {
  constructor(
    private readonly service: { tenants: TenantsService; members: MembersService; groups: GroupsService },
  ) {}

  @FieldResolver(() => Tenant, { nullable: true, description: 'The tenant that the caller acts in.' })
  async tenant(@Ctx() { request }: GraphContext): Promise<Tenant | null> {
    const row = await this.service.tenants.get(request);
    return row && tenantView(row);
  }

  @FieldResolver(() => Member, {
    nullable: true,
    description: 'The member who calls, also by a key; null for a key of its own.',
  })
  async member(@Ctx() { request }: GraphContext): Promise<Member | null> {
    const row = await this.service.members.self(request);
    return row && memberView(row);
  }

  @Directive('@listSize(assumedSize: 20)')
  @FieldResolver(() => [Group], { description: 'The groups that the caller belongs to, the first 100.' })
  async groups(@Ctx() { request }: GraphContext): Promise<Group[]> {
    return (await this.service.groups.named(request, request.groups.slice(0, 100))).map(groupView);
  }
}
