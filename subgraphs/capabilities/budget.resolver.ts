import { Arg, Args, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import { type GraphContext, outcome, type Page, PageArguments, pageCost } from '#platform/graph';
import {
  type Budget,
  BudgetConnection,
  SetBudgetInput,
  SetBudgetPayload,
  SetBudgetResult,
} from './budget.type.js';
import type { BudgetBook } from './budget-book.service.js';

@Resolver()
export class BudgetResolver {
  constructor(private readonly book: BudgetBook) {}

  @Directive(pageCost)
  @Query(() => BudgetConnection, {
    description:
      'The budgets of the tenant with what the current period has come to. Needs the permission `costs:read`.',
  })
  budgets(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { request }: GraphContext,
  ): Promise<Page<Budget>> {
    return this.book.list(request, page);
  }

  @Mutation(() => SetBudgetResult, {
    description:
      'Sets what may be spent in a period, by the tenant, a plugin or an actor. Needs the permission `costs:manage`.',
  })
  setBudget(
    @Arg('input', () => SetBudgetInput, { description: 'The budget.' }) input: SetBudgetInput,
    @Ctx() { request }: GraphContext,
  ): Promise<typeof SetBudgetResult> {
    return outcome(async () =>
      Object.assign(new SetBudgetPayload(), { budget: await this.book.set(request, input) }),
    );
  }
}
