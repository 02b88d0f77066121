import { type RequestContext, z } from 'tributary/sdk';
import type { Database, Outbox, Transaction } from '#platform';
import { authorize } from '#platform/access';
import {
  decimalShape,
  decodeCursor,
  type Page,
  pageOf,
  pageSize,
  parseInput,
  textShape,
} from '#platform/graph';
import { dollars, nanoOf } from '#platform/models';
import type { Budget, BudgetPeriod, BudgetScope } from './budget.type.js';
import { resetsAt } from './budget-period.js';
import { defaultMonthNano } from './ledger.service.js';

/** A million dollars: what is above is a slip of the pen, and would not fit beside others. */
const mostNano = 10n ** 15n;

const limit = decimalShape
  .transform((text, check) => {
    const nano = nanoOf(text);
    if (nano !== null && nano <= mostNano) return nano;
    check.addIssue({ code: 'custom', message: 'must be from 0 to 1000000 dollars' });
    return z.NEVER;
  })
  .nullish()
  .transform((nano) => nano ?? null);

const budgetShape = z
  .object({
    scope: z.enum(['TENANT', 'PLUGIN', 'ACTOR']),
    subject: textShape({ max: 200 })
      .nullish()
      .transform((subject) => subject ?? ''),
    period: z.enum(['DAY', 'MONTH']),
    softLimitUsd: limit,
    hardLimitUsd: limit,
  })
  .refine(({ scope, subject }) => (scope === 'TENANT') === (subject === ''), {
    path: ['subject'],
    message: 'is the id of a plugin or actor, and nothing for the tenant',
  })
  .refine(({ softLimitUsd: soft, hardLimitUsd: hard }) => soft === null || hard === null || soft <= hard, {
    path: ['softLimitUsd'],
    message: 'must not be above hardLimitUsd',
  });

interface Row {
  scope: BudgetScope;
  subject: string;
  period: BudgetPeriod;
  starts: string;
  soft: string | null;
  hard: string | null;
  spent: string;
  reserved: string;
  warnedAt: Date | null;
}

/** The tenant's month is a budget also where nobody has set a limit. */
const budgetsOfNow = `
  with limits as (
    select scope, subject, period, soft_nano, hard_nano from capabilities.budget_limits
    union all
    select 'TENANT', '', 'MONTH', null, ${defaultMonthNano}
     where not exists (select from capabilities.budget_limits where scope = 'TENANT' and period = 'MONTH')),
  budgets as (
    select l.*, date_trunc(lower(l.period), now() at time zone 'utc')::date as starts from limits l)
  select b.scope, b.subject, b.period, b.starts, b.soft_nano::text as soft, b.hard_nano::text as hard,
         coalesce(p.spent_nano, 0)::text as spent, coalesce(p.reserved_nano, 0)::text as reserved,
         p.warned_at as "warnedAt"
    from budgets b left join capabilities.budget_periods p using (scope, subject, period, starts)`;

/** The budgets of a tenant as people see and set them. */
export class BudgetBook {
  constructor(private readonly parts: { database: Database; outbox: Outbox }) {}

  /** @throws AppError `FORBIDDEN` */
  async list(context: RequestContext, page: { first: number; after: string | null }): Promise<Page<Budget>> {
    authorize(context, 'costs:read');
    const first = pageSize(page.first);
    const after = page.after ? decodeCursor(page.after, 3).map(String) : [null, null, null];
    const [rows, totals] = await this.parts.database.tenant(context.tenant, async (tx) => [
      await tx.query<Row>(
        `select * from (${budgetsOfNow}) b
          where $1::text is null or (scope, subject, period) > ($1, $2, $3)
          order by scope, subject, period limit $4`,
        [...after, first + 1],
      ),
      await tx.query<{ count: number }>(`select count(*) as count from (${budgetsOfNow}) b`),
    ]);
    return pageOf(rows.map(shown), {
      first,
      after: page.after,
      totalCount: totals[0]?.count ?? 0,
      cursorOf: ({ scope, subject, period }) => [scope, subject ?? '', period],
    });
  }

  /**
   * Sets the limits of a budget, or takes it away. What was spent in the period before counts.
   * @throws AppError `FORBIDDEN`, `BAD_USER_INPUT`
   */
  async set(context: RequestContext, given: unknown): Promise<Budget | null> {
    authorize(context, 'costs:manage');
    const { scope, subject, period, softLimitUsd: soft, hardLimitUsd: hard } = parseInput(budgetShape, given);
    const key = [scope, subject, period];
    return this.parts.database.tenant(context.tenant, async (tx) => {
      await this.parts.outbox.audit(tx, context, {
        kind: 'mutation',
        action: 'costs.setBudget',
        subjects: [{ type: 'Budget', id: key.filter(Boolean).join(' ') }],
        body: { softNano: soft?.toString() ?? null, hardNano: hard?.toString() ?? null },
      });
      await tx.query('select capabilities.lock_ledger()');
      if (soft === null && hard === null) {
        await tx.query(
          'delete from capabilities.budget_limits where scope = $1 and subject = $2 and period = $3',
          key,
        );
      } else await put(tx, key, soft, hard, context);
      const [row] = await tx.query<Row>(
        `select * from (${budgetsOfNow}) b where scope = $1 and subject = $2 and period = $3`,
        key,
      );
      return row ? shown(row) : null;
    });
  }
}

async function put(
  tx: Transaction,
  key: readonly string[],
  soft: bigint | null,
  hard: bigint | null,
  context: RequestContext,
): Promise<void> {
  const values = [...key, soft?.toString() ?? null, hard?.toString() ?? null];
  await tx.query(
    `insert into capabilities.budget_limits
       (tenant_id, scope, subject, period, soft_nano, hard_nano, changed_by)
     values ($6, $1, $2, $3, $4, $5, $7)
     on conflict (tenant_id, scope, subject, period) do update
       set soft_nano = excluded.soft_nano, hard_nano = excluded.hard_nano, changed_by = excluded.changed_by,
           changed_at = clock_timestamp()`,
    [...values, context.tenant, context.actor],
  );
  await tx.query(
    `select capabilities.begin_period($1, $2, $3, date_trunc(lower($3), now() at time zone 'utc')::date)`,
    key,
  );
  // A soft limit that is raised tells again when it is reached.
  await tx.query(
    `update capabilities.budget_periods set warned_at = null
      where scope = $1 and subject = $2 and period = $3 and warned_at is not null
        and ($4::bigint is null or spent_nano < $4::bigint)`,
    values.slice(0, 4),
  );
}

function shown({ scope, subject, period, starts, soft, hard, spent, reserved, warnedAt }: Row): Budget {
  const usd = (nano: string | null) => (nano === null ? null : dollars(BigInt(nano)));
  const left = hard === null ? null : BigInt(hard) - BigInt(spent) - BigInt(reserved);
  return {
    scope,
    subject: subject === '' ? null : subject,
    period,
    softLimitUsd: usd(soft),
    hardLimitUsd: usd(hard),
    spentUsd: dollars(BigInt(spent)),
    reservedUsd: dollars(BigInt(reserved)),
    remainingUsd: left === null ? null : dollars(left > 0n ? left : 0n),
    startsAt: new Date(`${starts}T00:00:00Z`),
    resetsAt: new Date(resetsAt(period, starts)),
    warnedAt,
  };
}
