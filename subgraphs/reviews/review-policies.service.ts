import { AppError, type RequestContext, z } from 'tributary/sdk';
import type { Clock, Database, Outbox } from '#platform';
import { authorize } from '#platform/access';
import { plainText } from '#platform/graph';
import { assigneeForm } from './asked-review.js';
import { type PolicyRow, policyColumns } from './review-policy.js';

const mostPolicies = 100;
const longestMs = 366 * 24 * 3600 * 1000;
const name = z.string().trim().min(1).max(100);
const condition = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .nullish()
  .transform((value) => value ?? null);
const person = z
  .string()
  .regex(assigneeForm, 'must be user:<id> or group:<id>')
  .nullish()
  .transform((value) => value ?? null);
const span = z
  .number()
  .int()
  .positive()
  .max(longestMs)
  .nullish()
  .transform((value) => value ?? null);

const policySchema = z
  .object({
    name,
    subjectType: condition,
    plugin: condition,
    kind: condition,
    fromAmount: z
      .number()
      .nonnegative()
      .nullish()
      .transform((value) => value ?? null),
    approvals: z.union([z.literal(1), z.literal(2)], 'must be 1 or 2'),
    excludesRequester: z.boolean(),
    assignee: person,
    deadlineMs: span,
    onDeadline: z.enum(['EXPIRE', 'ESCALATE']),
    escalateAfterMs: span,
    escalateTo: person,
  })
  .refine(({ escalateAfterMs, escalateTo }) => escalateAfterMs === null || escalateTo !== null, {
    path: ['escalateTo'],
    message: 'is needed with escalateAfterMs',
  })
  .refine(({ onDeadline, escalateTo }) => onDeadline === 'EXPIRE' || escalateTo !== null, {
    path: ['escalateTo'],
    message: 'is needed with onDeadline ESCALATE',
  });

/** What a tenant asks of its reviews: how many people, who, until when. They hold for what is asked from then on. */
export class ReviewPolicies {
  constructor(private readonly parts: { database: Database; outbox: Outbox; clock: Clock }) {}

  /** By name; a tenant has at most 100. */
  async list(context: RequestContext): Promise<PolicyRow[]> {
    authorize(context, 'reviews:resolve');
    return this.parts.database.tenant(context.tenant, (tx) =>
      tx.query<PolicyRow>(`select ${policyColumns} from reviews.policies order by name`),
    );
  }

  /** Makes or replaces the policy of this name. Errors: `BAD_USER_INPUT`, `CONFLICT` (too many). */
  async set(context: RequestContext, input: z.input<typeof policySchema>): Promise<PolicyRow> {
    authorize(context, 'rules:manage');
    const { data: policy, error } = policySchema.safeParse(input);
    if (!policy) throw new AppError('BAD_USER_INPUT', { reason: z.prettifyError(error) });
    for (const [field, value] of Object.entries(policy))
      plainText(field, typeof value === 'string' ? value : null);
    const row: PolicyRow = { ...policy, changedBy: context.actor, changedAt: this.parts.clock.now() };
    await this.parts.database.tenant(context.tenant, async (tx) => {
      const [known] = await tx.query<{ others: number }>(
        'select count(*)::int as others from reviews.policies where name <> $1',
        [row.name],
      );
      if ((known?.others ?? 0) >= mostPolicies)
        throw new AppError('CONFLICT', { reason: `there are ${mostPolicies} policies already` });
      await tx.query(
        `insert into reviews.policies (tenant_id, name, subject_type, plugin, kind, from_amount, approvals,
           excludes_requester, assignee, deadline_ms, on_deadline, escalate_after_ms, escalate_to, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         on conflict (tenant_id, name) do update set subject_type = excluded.subject_type, plugin = excluded.plugin,
           kind = excluded.kind, from_amount = excluded.from_amount, approvals = excluded.approvals,
           excludes_requester = excluded.excludes_requester, assignee = excluded.assignee,
           deadline_ms = excluded.deadline_ms, on_deadline = excluded.on_deadline,
           escalate_after_ms = excluded.escalate_after_ms, escalate_to = excluded.escalate_to,
           changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
        [
          context.tenant,
          row.name,
          row.subjectType,
          row.plugin,
          row.kind,
          row.fromAmount,
          row.approvals,
          row.excludesRequester,
          row.assignee,
          row.deadlineMs,
          row.onDeadline,
          row.escalateAfterMs,
          row.escalateTo,
          row.changedBy,
          row.changedAt,
        ],
      );
      const subjects = [{ type: 'ReviewPolicy', id: row.name }];
      const body = { ...policy };
      await this.parts.outbox.audit(tx, context, {
        kind: 'mutation',
        action: 'reviews.setPolicy',
        subjects,
        body,
      });
    });
    return row;
  }

  /** Errors: `NOT_FOUND`. */
  async remove(context: RequestContext, policy: string): Promise<void> {
    authorize(context, 'rules:manage');
    plainText('name', policy);
    await this.parts.database.tenant(context.tenant, async (tx) => {
      const gone = await tx.query('delete from reviews.policies where name = $1 returning name', [policy]);
      if (gone.length === 0) throw new AppError('NOT_FOUND', { thing: `the policy ${policy}` });
      const subjects = [{ type: 'ReviewPolicy', id: policy }];
      const record = { kind: 'mutation', action: 'reviews.removePolicy', subjects, body: {} };
      await this.parts.outbox.audit(tx, context, record);
    });
  }
}
