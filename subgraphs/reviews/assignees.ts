import { AppError, type RequestContext, rightsOfGroups } from 'tributary/sdk';
import type { Transaction } from '#platform';
import type { ReviewRow } from './review.entity.js';
import type { ReviewReader } from './review-reader.service.js';

/** That whoever is asked may read the review. Errors: `NOT_FOUND` (a group in which nobody is), `CONFLICT`. */
export async function expectReader(
  tx: Transaction,
  reader: ReviewReader,
  review: ReviewRow,
  { assignee, person }: { assignee: string; person: RequestContext | null },
): Promise<void> {
  const group = assignee.startsWith('group:') ? assignee.slice('group:'.length) : null;
  if (group !== null) await expectGroup(tx, group);
  const rights = person?.rights ?? rightsOfGroups(group === null ? [] : [group]);
  if ((await reader.readable(tx, { rights }, [review.id])).length > 0) return;
  throw new AppError('CONFLICT', { reason: 'the assignee may not read the review' });
}

async function expectGroup(tx: Transaction, group: string): Promise<void> {
  const members = await tx.query(
    'select from platform.principals where $1 = any(groups) and not revoked limit 1',
    [group],
  );
  if (members.length === 0)
    throw new AppError('NOT_FOUND', { thing: `the group ${group}, or anybody in it,` });
}
