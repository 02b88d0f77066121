import {
  type AnalyticsAnswer,
  type AnalyticsProgram,
  type AnalyticsRow,
  analyticsTimes,
  everyone,
  isMoneyField,
  type RequestContext,
  rightsOfAccessList,
} from 'tributary/sdk';
import type { Clock, Database } from '#platform';
import { authorize } from '#platform/access';
import { longestPeriod, type Period, periodOf } from '../period.js';
import { type CompleteProgram, compile } from './compile.js';

const timeoutMs = 10_000;
/** So many documents are named; of more an answer is a figure of the tenant. */
const mostDocuments = 20;
const defaultDays = 365;
const dayMs = 86_400_000;

/** Runs query programs over the facts of one tenant. */
export class ProgramRunner {
  constructor(private readonly parts: { database: Database; clock: Clock }) {}

  async run(context: RequestContext, asked: AnalyticsProgram): Promise<AnalyticsAnswer> {
    authorize(context, 'analytics:read');
    const period = this.#periodOf(asked);
    const program = completed(asked, period);
    // What everybody may read, whoever asks: a figure of these tells nobody of what is not theirs.
    const rights = program.scope === 'EVERYBODY' ? rightsOfAccessList([everyone]) : context.rights;
    const { rows, documents } = compile(program, period, rights);
    type Row = Omit<AnalyticsRow, 'at'> & { at: Date | null };
    return this.parts.database.tenant(
      context.tenant,
      async (tx) => {
        const found = await tx.query<Row>(rows.sql, rows.parameters);
        const kept = found.slice(0, program.limit);
        const named = documents ? await tx.query<{ id: string }>(documents.sql, documents.parameters) : [];
        return {
          program,
          rows: kept.map(({ at, ...row }) => ({ at: at?.toISOString() ?? null, ...row })),
          truncated: found.length > kept.length,
          documentIds: named.length > mostDocuments ? [] : named.map(({ id }) => id),
        };
      },
      { timeoutMs },
    );
  }

  #periodOf({ interval, period = {} }: AnalyticsProgram): Period {
    const to = period.to === undefined ? this.parts.clock.now() : new Date(period.to);
    const days = Math.min(defaultDays, longestPeriod(interval ?? 'MONTH'));
    const from = period.from === undefined ? new Date(to.getTime() - days * dayMs) : new Date(period.from);
    return periodOf(from, to, interval ?? 'MONTH');
  }
}

function completed(asked: AnalyticsProgram, { from, to }: Period): CompleteProgram {
  const { source, measure, interval } = asked;
  const times: readonly string[] = analyticsTimes[source];
  // Money is of the day that it was billed, all else of the day that it came.
  const usual = isMoneyField(source, measure.field) ? 'issueDate' : (times[0] ?? '');
  return {
    ...asked,
    time: asked.time ?? usual,
    period: { from: from.toISOString(), to: to.toISOString() },
    order: asked.order ?? (interval ? 'TIME' : 'VALUE_DESC'),
    limit: asked.limit ?? (interval ? 1000 : 100),
    scope: asked.scope ?? 'READABLE',
  };
}
