import { Arg, Args, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { type GraphContext, type Page, PageArguments, pageCost } from '#platform/graph';
import { UsageDimension, UsageFilterInput, type UsageGroup, UsageGroupConnection } from './usage.type.js';
import type { UsageReader } from './usage-reader.service.js';

@Resolver()
export class UsageResolver {
  constructor(private readonly reader: UsageReader) {}

  @Directive(pageCost)
  @Query(() => UsageGroupConnection, {
    description:
      'What calls of models came to: tokens and cost, added up; without groups as one. Needs the permission `costs:read`.',
  })
  modelUsage(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => UsageFilterInput, { nullable: true, description: 'Which calls.' })
    filter: UsageFilterInput | null,
    @Arg('groupBy', () => [UsageDimension], { defaultValue: [], description: 'By what they are added up.' })
    groupBy: UsageDimension[],
    @Ctx() { request }: GraphContext,
  ): Promise<Page<UsageGroup>> {
    return this.reader.groups(request, filter ?? {}, groupBy, page);
  }
}
