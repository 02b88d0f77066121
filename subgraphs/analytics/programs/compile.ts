import {
  type AnalyticsProgram,
  AppError,
  analyticsFieldType,
  isMoneyField,
  type Rights,
} from 'tributary/sdk';
import { readableClause } from '#platform/access';
import { intervals, type Period } from '../period.js';
import { type Column, type SourceSql, sources } from './sources.js';

/** A statement with its parameters: all that a program says stands in these, or chose among words of ours. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** A program with nothing left open. */
export type CompleteProgram = AnalyticsProgram &
  Required<Pick<AnalyticsProgram, 'time' | 'order' | 'limit' | 'scope'>>;

/** The statements of a program: its rows (one more than its limit), and the documents that it rests on (21 at most). */
export function compile(
  program: CompleteProgram,
  { from, to }: Period,
  rights: Rights,
): { rows: Statement; documents: Statement | null } {
  const source: SourceSql = sources[program.source];
  const parameters: unknown[] = [from, to];
  const add = (value: unknown) => `$${parameters.push(value)}`;
  const time = known(source.times, program.time);
  const conditions = [`${time} >= $1`, `${time} < $2`];
  if (source.document !== null) {
    const clause = readableClause(rights, 'Document', source.document, parameters.length + 1);
    parameters.push(clause.value);
    conditions.push(clause.sql);
  }
  for (const filter of program.filters ?? []) conditions.push(condition(program, source, filter, add));
  const measured = program.measure.field === undefined ? null : columnOf(source, program.measure.field);
  if (measured) conditions.push(`${measured.label} is not null`);
  const where = conditions.join(' and ');
  const groups = (program.groupBy ?? []).map((field) => columnOf(source, field));
  const isMoney = isMoneyField(program.source, program.measure.field);
  const bucket = program.interval && `date_trunc('${intervals[program.interval]}', ${time}, 'UTC')`;
  const figure = figureOf(program.measure.of, measured);
  const keys = [
    ...(bucket ? [bucket] : []),
    ...groups.map(({ key }) => key),
    ...(isMoney ? ['b.currency'] : []),
  ];
  const columns = [
    `${bucket ?? 'null::timestamptz'} as at`,
    `array[${groups.map(({ label }) => `min((${label})::text)`).join(', ')}]::text[] as "group"`,
    `${isMoney ? 'b.currency' : 'null::text'} as currency`,
    `trim_scale(round((${figure})::numeric, 6))::text as value`,
    'count(*) as count',
  ];
  const order = orderOf(program.order, figure, keys, Boolean(bucket));
  const documents = source.document && {
    sql: `select ${source.document} as id from ${source.from} where ${where} order by 1 limit 21`,
    parameters,
  };
  return {
    rows: {
      sql: `select ${columns.join(', ')} from ${source.from} where ${where}
        ${keys.length > 0 ? `group by ${keys.join(', ')}` : 'having count(*) > 0'}
        order by ${order} limit ${program.limit + 1}`,
      parameters,
    },
    documents: documents || null,
  };
}

/** The names were checked before: one that is missing here is our own fault. */
function known<Value>(among: Readonly<Record<string, Value>>, name: string): Value {
  const found = Object.hasOwn(among, name) ? among[name] : undefined;
  if (found === undefined) throw new AppError('INTERNAL', { reason: `${name} is not listed` });
  return found;
}

const columnOf = (source: SourceSql, field: string): Column => known(source.fields, field);

function figureOf(of: AnalyticsProgram['measure']['of'], measured: Column | null): string {
  if (of === 'count' || !measured) return 'count(*)';
  const { label } = measured;
  if (of === 'mean') return `avg(${label})`;
  if (of === 'median') return `percentile_cont(0.5) within group (order by (${label})::double precision)`;
  return of === 'share' ? `avg((${label})::int)` : `${of}(${label})`;
}

function orderOf(
  order: CompleteProgram['order'],
  figure: string,
  keys: readonly string[],
  hasInterval: boolean,
): string {
  const names = keys.slice(hasInterval ? 1 : 0);
  const times = hasInterval ? keys.slice(0, 1) : [];
  const value = `${figure} ${order === 'VALUE_ASC' ? 'asc' : 'desc'}`;
  const parts =
    order === 'TIME'
      ? [...times, value, ...names]
      : order === 'GROUP'
        ? [...names, ...times, value]
        : [value, ...times, ...names];
  return parts.join(', ');
}

type Filter = NonNullable<AnalyticsProgram['filters']>[number];
const comparisons = { ABOVE: '>', AT_LEAST: '>=', AT_MOST: '<=', BELOW: '<', EQUALS: '=' } as const;

function condition(
  { source: name }: AnalyticsProgram,
  source: SourceSql,
  { field, is, values }: Filter,
  add: (value: unknown) => string,
): string {
  const { label, compared, fold } = columnOf(source, field);
  if (is === 'MISSING') return `${label} is null`;
  const type = analyticsFieldType(name, field);
  const isNot = is === 'NOT';
  if (type === 'text') {
    const list = `${add(values.map(fold))}::text[]`;
    return isNot ? `(${label} is null or ${compared} <> all(${list}))` : `${compared} = any(${list})`;
  }
  const sqlType = type === 'boolean' ? 'boolean' : 'numeric';
  if (isNot || is === 'ONE_OF') {
    const list = `${add(values)}::${sqlType}[]`;
    const cast = `(${label})::${sqlType}`;
    return isNot ? `(${label} is null or ${cast} <> all(${list}))` : `${cast} = any(${list})`;
  }
  return `(${label})::${sqlType} ${comparisons[is]} ${add(values[0])}::${sqlType}`;
}
