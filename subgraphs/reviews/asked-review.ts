import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { AppError, z } from 'tributary/sdk';
import type { AskedReview, Transaction } from '#platform';
import { plainJson } from '#platform/graph';

const mostShownBytes = 64 * 1024;

/** Whom one may ask: a person or a group. */
export const assigneeForm = /^(user|key|group):[\w.:@|-]{1,200}$/;

const assignee = z.string().regex(assigneeForm, 'must be user:<id> or group:<id>');
const asked = z.object({
  deadline: z.iso.datetime({ offset: true }).nullable(),
  amount: z.number().nullish(),
  kind: z.string().max(100).nullish(),
  assignee: assignee.nullish(),
  approvals: z.union([z.literal(1), z.literal(2)]).optional(),
  exclude: z.array(z.string().max(300)).max(20).optional(),
  escalation: z.object({ afterMs: z.number().positive().max(1e12), to: assignee }).nullish(),
});

/** What is asked, checked, with the fingerprint of what is shown. Errors: `BAD_USER_INPUT`. */
export function checkedReview(review: AskedReview): AskedReview & { fingerprint: string } {
  const { error } = asked.safeParse(review);
  if (error) throw new AppError('BAD_USER_INPUT', { reason: `review: ${z.prettifyError(error)}` });
  const shown = review.shown === undefined ? null : canonicalShown(review.shown);
  if (shown && Buffer.byteLength(shown) > mostShownBytes) {
    throw new AppError('BAD_USER_INPUT', {
      reason: `review: shown must have at most ${mostShownBytes} bytes`,
    });
  }
  if (review.fingerprint) return { ...review, fingerprint: review.fingerprint };
  if (shown) return { ...review, fingerprint: createHash('sha256').update(shown).digest('hex') };
  throw new AppError('BAD_USER_INPUT', { reason: 'review: give what is shown, or its fingerprint' });
}

/**
 * The question that a plugin has asked about this very subject of its own, as it stands: open, decided or expired. A
 * plugin that asks again after a crash is answered by what was decided meanwhile. Null for any other question.
 */
export async function askedBefore(
  tx: Transaction,
  { plugin, subject, fingerprint }: AskedReview & { fingerprint: string },
): Promise<string | null> {
  if (!plugin || !subject.type.startsWith(`${plugin}.`)) return null;
  const [asked] = await tx.query<{ id: string }>(
    `select id from reviews.reviews where subject_type = $1 and subject_id = $2 and fingerprint = $3 and plugin = $4
      order by id desc limit 1`,
    [subject.type, subject.id, fingerprint, plugin],
  );
  return asked?.id ?? null;
}

/** RFC 8785: what is equal has one fingerprint, whatever the order of its keys. */
function canonicalShown(shown: unknown): string {
  plainJson('shown', shown);
  const text = canonicalize(shown);
  if (text !== undefined) return text;
  throw new AppError('BAD_USER_INPUT', { reason: 'review: shown must be plain JSON' });
}
