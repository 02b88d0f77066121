import { Arg, Args, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import { type GraphContext, outcome, type Page, PageArguments, pageCost } from '#platform/graph';
import { keyView } from './account.view.js';
import {
  type ApiKey,
  ApiKeyConnection,
  CreateKeyInput,
  CreateKeyPayload,
  CreateKeyResult,
  RevokeKeyInput,
  RevokeKeyPayload,
  RevokeKeyResult,
} from './api-key.type.js';
import type { ApiKeysService } from './api-keys.service.js';
import { listPage, listRequest } from './list-page.js';

@Resolver()
export class ApiKeyResolver {
  constructor(private readonly service: ApiKeysService) {}

  @Directive(pageCost)
  @Query(() => ApiKeyConnection, {
    description: 'The API keys of the tenant. Needs the permission `accounts:manage`.',
  })
  async apiKeys(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<ApiKey>> {
    return listPage(await this.service.list(request, listRequest(page)), page, keyView);
  }

  @Mutation(() => CreateKeyResult, {
    description: 'Makes an API key and shows it this once. Needs the permission `accounts:manage`.',
  })
  createKey(
    @Arg('input', () => CreateKeyInput, { description: 'The key.' }) input: CreateKeyInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof CreateKeyResult> {
    return outcome(async () => {
      const { name, memberId = null, roles = null, groups = null, scopes = null, expiresAt = null } = input;
      const made = await this.service.create(request, { name, memberId, roles, groups, scopes, expiresAt });
      return Object.assign(new CreateKeyPayload(), { apiKey: keyView(made.row), key: made.key });
    });
  }

  @Mutation(() => RevokeKeyResult, {
    description: 'Ends a key, within a second. Needs the permission `accounts:manage`.',
  })
  revokeKey(
    @Arg('input', () => RevokeKeyInput, { description: 'The key.' }) input: RevokeKeyInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof RevokeKeyResult> {
    return outcome(async () => {
      const row = await this.service.revoke(request, input.keyId);
      return Object.assign(new RevokeKeyPayload(), { apiKey: keyView(row) });
    });
  }
}
