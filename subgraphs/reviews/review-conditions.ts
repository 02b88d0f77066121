import { AppError, type RequestContext } from 'tributary/sdk';
import { validate } from 'uuid';
import { plainText } from '#platform/graph';
import { readableReviews } from './readable-reviews.js';
import { isPending, type ReviewState } from './review.entity.js';

/** Which reviews; every condition that is given must hold. */
export interface ReviewConditions {
  state?: ReviewState | null;
  pending?: boolean | null;
  documentId?: string | null;
  assignee?: string | null;
  mine?: boolean | null;
  unassigned?: boolean | null;
  overdue?: boolean | null;
  subjectType?: string | null;
  subjectId?: string | null;
  plugin?: string | null;
  kind?: string | null;
  text?: string | null;
}

/** A part of a statement: a condition over reviews (`r`), and its parameters. */
export interface Clause {
  sql: string;
  values: unknown[];
}

const longestText = 200;

/** Who is asked when a review is for the caller: the person, or one of the person's groups. */
export const asksOf = ({ actor, groups }: RequestContext): string[] => [
  actor,
  ...groups.map((group) => `group:${group}`),
];

/** Null when nothing can fit. Errors: `BAD_USER_INPUT`. */
export function reviewClause(
  context: RequestContext,
  conditions: ReviewConditions,
  now: Date,
): Clause | null {
  for (const name of ['assignee', 'subjectType', 'subjectId', 'plugin', 'kind', 'text'] as const)
    plainText(name, conditions[name]);
  const { documentId, text } = conditions;
  if (text && text.length > longestText)
    throw new AppError('BAD_USER_INPUT', { reason: `text must have at most ${longestText} characters` });
  if (documentId && !validate(documentId)) return null;
  const readable = readableReviews(context, 1);
  const parts = [readable.sql];
  const values: unknown[] = [readable.value];
  const when = (value: unknown, sql: (parameter: string) => string) => {
    if (value === null || value === undefined || value === '') return;
    values.push(value);
    parts.push(sql(`$${values.length}`));
  };
  const flag = (value: boolean | null | undefined, sql: string) => {
    if (typeof value === 'boolean') parts.push(value ? `(${sql})` : `not coalesce((${sql}), false)`);
  };
  when(conditions.state, (at) => `r.state = ${at}`);
  when(documentId, (at) => `r.document_id = ${at}::uuid`);
  when(conditions.assignee, (at) => `r.assignee = ${at}`);
  when(conditions.subjectType, (at) => `r.subject_type = ${at}`);
  when(conditions.subjectId, (at) => `r.subject_id = ${at}`);
  when(conditions.plugin, (at) => `r.plugin = ${at}`);
  when(conditions.kind, (at) => `r.kind = ${at}`);
  when(text?.trim() && `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`, (at) => {
    const words = `concat_ws(' ', r.reason, r.comment, r.shown::text)`;
    return `${words} ilike ${at}`;
  });
  flag(conditions.pending, `r.${isPending}`);
  flag(conditions.unassigned, 'r.assignee is null');
  if (typeof conditions.mine === 'boolean') {
    values.push(asksOf(context));
    flag(conditions.mine, `r.assignee = any($${values.length}::text[])`);
  }
  if (typeof conditions.overdue === 'boolean') {
    values.push(now);
    flag(conditions.overdue, `r.${isPending} and r.deadline <= $${values.length}::timestamptz`);
  }
  return { sql: parts.join(' and '), values };
}
