import { Arg, Args, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import {
  decodeCursor,
  type GraphContext,
  outcome,
  type Page,
  PageArguments,
  pageCost,
  pageOf,
  pageSize,
} from '#platform/graph';
import type { ReviewPolicies } from './review-policies.service.js';
import {
  RemoveReviewPolicyInput,
  RemoveReviewPolicyPayload,
  RemoveReviewPolicyResult,
  ReviewPolicy,
  ReviewPolicyConnection,
  SetReviewPolicyInput,
  SetReviewPolicyPayload,
  SetReviewPolicyResult,
} from './review-policy.type.js';

@Resolver(() => ReviewPolicy)
export class ReviewPolicyResolver {
  constructor(private readonly policies: ReviewPolicies) {}

  @Directive(pageCost)
  @Query(() => ReviewPolicyConnection, { description: 'The policies of the tenant, by name.' })
  async reviewPolicies(
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<ReviewPolicy>> {
    const [last] = after ? decodeCursor(after, 1) : [''];
    const size = pageSize(first);
    const all = await this.policies.list(request);
    const rest = all.filter(({ name }) => name > String(last));
    return pageOf(rest.slice(0, size + 1), {
      first: size,
      after,
      totalCount: all.length,
      cursorOf: ({ name }) => [name],
    });
  }

  @Mutation(() => SetReviewPolicyResult, {
    description: 'Says on what terms reviews are asked from now on: how many people, who, until when.',
  })
  setReviewPolicy(
    @Arg('input', () => SetReviewPolicyInput, { description: 'The policy.' }) input: SetReviewPolicyInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof SetReviewPolicyResult> {
    return outcome(async () => {
      const { approvals, ...rest } = input;
      const policy = await this.policies.set(request, { ...rest, approvals: approvals as 1 | 2 });
      return Object.assign(new SetReviewPolicyPayload(), { policy });
    });
  }

  @Mutation(() => RemoveReviewPolicyResult, {
    description: 'Takes a policy away; what was asked stays as it is.',
  })
  removeReviewPolicy(
    @Arg('input', () => RemoveReviewPolicyInput, { description: 'Which.' }) input: RemoveReviewPolicyInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof RemoveReviewPolicyResult> {
    return outcome(async () => {
      await this.policies.remove(request, input.name);
      return Object.assign(new RemoveReviewPolicyPayload(), { name: input.name });
    });
  }
}
