import { AppError, type RequestContext } from 'tributary/sdk';
import type { Database } from '#platform';
import { authorize } from '#platform/access';
import { decodeCursor, type Page, pageOf, pageSize } from '#platform/graph';
import { dollars } from '#platform/models';
import type { UsageDimension, UsageFilterInput, UsageGroup } from './usage.type.js';

const dimensions: Readonly<Record<UsageDimension, { name: keyof UsageGroup; sql: string }>> = {
  DAY: { name: 'day', sql: `to_char(m.at at time zone 'utc', 'YYYY-MM-DD')` },
  PLUGIN: { name: 'plugin', sql: 'm.plugin' },
  CAPABILITY: { name: 'capability', sql: 'm.capability' },
  MODEL: { name: 'model', sql: `coalesce(m.model, '')` },
  ACTOR: { name: 'actor', sql: 'm.actor' },
};
const all = Object.keys(dimensions) as UsageDimension[];
const names = all.map((dimension) => dimensions[dimension].name);

type Row = Omit<UsageGroup, 'costUsd'> & { nano: string | null };

/** What calls of models came to, added up by what is asked for. */
export class UsageReader {
  constructor(private readonly database: Database) {}

  /** By day first. @throws AppError `FORBIDDEN`, `BAD_USER_INPUT` */
  async groups(
    context: RequestContext,
    filter: UsageFilterInput,
    groupBy: readonly UsageDimension[],
    page: { first: number; after: string | null },
  ): Promise<Page<UsageGroup>> {
    authorize(context, 'costs:read');
    const first = pageSize(page.first);
    if (groupBy.length > all.length || new Set(groupBy).size < groupBy.length) {
      throw new AppError('BAD_USER_INPUT', { reason: 'groupBy names something twice' });
    }
    const after = page.after ? decodeCursor(page.after, all.length).map(String) : all.map(() => null);
    const columns = all.map(
      (dimension) =>
        `${groupBy.includes(dimension) ? dimensions[dimension].sql : "''"} as "${dimensions[dimension].name}"`,
    );
    const groups = `
      select ${columns.join(', ')}, count(*)::int as calls,
             (count(*) filter (where m.outcome <> 'ok'))::int as "failedCalls",
             sum(m.input_tokens)::bigint as "inputTokens", sum(m.cache_read_tokens)::bigint as "cacheReadTokens",
             sum(m.output_tokens)::bigint as "outputTokens", sum(m.nano_usd)::text as nano,
             (count(*) filter (where m.nano_usd is null))::int as "unpricedCalls"
        from capabilities.model_calls m
       where m.at >= coalesce($1::timestamptz, date_trunc('month', now() at time zone 'utc') at time zone 'utc')
         and ($2::timestamptz is null or m.at < $2) and ($3::text is null or m.plugin = $3)
         and ($4::text is null or m.capability = $4) and ($5::text is null or m.model = $5)
         and ($6::text is null or m.actor = $6)
       group by 1, 2, 3, 4, 5`;
    const { from = null, to = null, plugin = null, capability = null, model = null, actor = null } = filter;
    const filters = [from, to, plugin, capability, model, actor];
    const order = names.map((name) => `"${name}"`).join(', ');
    const [rows, totals] = await this.database.tenant(context.tenant, async (tx) => [
      await tx.query<Row>(
        `select * from (${groups}) g
          where $7::text is null or (${order}) > ($7, $8::text, $9::text, $10::text, $11::text)
          order by ${order} limit $12`,
        [...filters, ...after, first + 1],
      ),
      await tx.query<{ count: number }>(`select count(*) as count from (${groups}) g`, filters),
    ]);
    return pageOf(rows.map(shown), {
      first,
      after: page.after,
      totalCount: totals[0]?.count ?? 0,
      cursorOf: (group) => names.map((name) => group[name] ?? ''),
    });
  }
}

function shown({ nano, ...row }: Row): UsageGroup {
  const own = (text: string | null) => (text === '' ? null : text);
  return {
    ...row,
    plugin: own(row.plugin),
    capability: own(row.capability),
    model: own(row.model),
    actor: own(row.actor),
    day: own(row.day),
    costUsd: nano === null ? null : dollars(BigInt(nano)),
  };
}
