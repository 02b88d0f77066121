import type { GeneratedNames } from '../generated-names.js';

/** `idempotency.ts`: the same key is the same change. */
export function idempotencyFile({ subgraph }: GeneratedNames): string {
  return `import { createHash } from 'node:crypto';
import { AppError, type RequestContext } from 'tributary/sdk';
import type { Transaction } from '#platform';
import { plainText } from '#platform/graph';

const longestKey = 200;

export interface KeyedChange {
  key: string | null | undefined;
  /** What is done, as \`create\`. */
  change: string;
  input: object;
  /** What it is done to or makes. */
  subjectId: string;
}

/**
 * Takes the caller's key for a change, in the transaction of the change; gives null. When it was taken for the same
 * change before, gives what that one was done to. Of two at once the second waits for the first.
 * Errors: \`CONFLICT\` when the key was taken for another change, \`BAD_USER_INPUT\`.
 */
export async function takeKey(
  tx: Transaction,
  { tenant, actor }: RequestContext,
  { key, change, input, subjectId }: KeyedChange,
): Promise<string | null> {
  if (key == null) return null;
  if (plainText('idempotencyKey', key).length > longestKey)
    throw new AppError('BAD_USER_INPUT', { reason: \`idempotencyKey is longer than \${longestKey} characters\` });
  const hash = createHash('sha256').update(JSON.stringify(input)).digest('hex');
  await tx.query(\`delete from ${subgraph}.idempotency_keys where created_at < now() - interval '7 days'\`);
  const taken = await tx.query(
    \`insert into ${subgraph}.idempotency_keys (tenant_id, actor, key, change, input_hash, subject_id)
     values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id, actor, key) do nothing returning key\`,
    [tenant, actor, key, change, hash, subjectId],
  );
  if (taken.length > 0) return null;
  const [former] = await tx.query<{ change: string; hash: string; subjectId: string }>(
    \`select change, input_hash as hash, subject_id as "subjectId" from ${subgraph}.idempotency_keys
     where actor = $1 and key = $2\`,
    [actor, key],
  );
  if (former?.change === change && former.hash === hash) return former.subjectId;
  throw new AppError('CONFLICT', { reason: 'idempotencyKey was used for another change' });
}
`;
}
