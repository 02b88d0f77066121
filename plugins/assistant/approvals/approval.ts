import {
  AppError,
  allOf,
  cursorPages,
  type StoredItem,
  type StoreService,
  type StoreWrite,
  z,
} from 'tributary/sdk';
import { fingerprintOf } from '../canonical.js';

/** How long a person has to decide. */
export const approvalMs = 600_000;
const collection = 'approvals';
/** Documents that its arguments name, with any of which it goes. */
const mostIndexed = 20;

const states = ['PENDING', 'APPROVED', 'REJECTED', 'EXECUTING', 'EXECUTED', 'FAILED', 'UNKNOWN'] as const;

const shape = z.object({
  id: z.uuid(),
  owner: z.string(),
  conversationId: z.uuid(),
  turnId: z.uuid(),
  tool: z.string(),
  /** SHA-256 of the operation's text: exactly this is executed. */
  operation: z.string(),
  description: z.string(),
  arguments: z.record(z.string(), z.json()),
  /** The arguments that were read somewhere and that the person did not say, as JSON Pointers. */
  tainted: z.array(z.string()),
  fingerprint: z.string(),
  state: z.enum(states),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  result: z.json(),
  error: z.string().nullable(),
});
/** A change that the assistant proposes, and what became of it. */
export type Approval = z.infer<typeof shape>;
/** With the number of its last change, which the next one replaces. */
export interface StoredApproval {
  readonly approval: Approval;
  readonly version: number;
}

/** What an approval is bound to: the tool, its text, the arguments, who asked, and in which turn. */
export function fingerprintOfCall(
  call: Pick<Approval, 'tool' | 'operation' | 'arguments' | 'owner' | 'turnId'>,
): string {
  const { tool, operation, arguments: given, owner: actor, turnId: turn } = call;
  return fingerprintOf({ tool, operation, arguments: given, actor, turn });
}

/** The owner's own; another's does not exist. Errors: `NOT_FOUND`. */
export async function ownApproval(store: StoreService, owner: string, id: string): Promise<StoredApproval> {
  const [item] = z.uuid().safeParse(id).success ? await store.getMany(collection, [id.toLowerCase()]) : [];
  const found = item ? storedOf(item) : null;
  if (found?.approval.owner !== owner) throw new AppError('NOT_FOUND', { thing: 'The approval' });
  return found;
}

/** Those of a turn, or of an owner, in the order in which they were proposed. */
export async function approvalsWhere(
  store: StoreService,
  where: { turnId: string } | { owner: string },
): Promise<StoredApproval[]> {
  const items = await allOf(cursorPages((after) => store.find(collection, { where, first: 100, after })));
  return items.map(storedOf);
}

/** One as it is to stand, in place of what is there; `replaces` 0 when there must be none. */
export function writeOf(approval: Approval, replaces: number): StoreWrite {
  const { owner, turnId } = approval;
  const documents = Object.fromEntries(
    idsIn(approval.arguments)
      .slice(0, mostIndexed)
      .map((id, at) => [`document${at}`, id]),
  );
  return {
    collection,
    key: approval.id,
    value: approval,
    version: replaces + 1,
    indexes: { owner, turnId, ...documents },
    replaces,
  };
}

export const removalOf = (id: string): StoreWrite => ({ collection, key: id });

/** Nobody has decided, and nobody can any more. */
export const isExpired = ({ state, expiresAt }: Approval, now: Date): boolean =>
  state === 'PENDING' && now.getTime() >= Date.parse(expiresAt);

function storedOf({ key, value, version }: StoredItem): StoredApproval {
  const parsed = shape.safeParse(value);
  if (parsed.success) return { approval: parsed.data, version };
  throw new AppError('STORE_INVALID', { collection, key, reason: z.prettifyError(parsed.error) });
}

/** Ids anywhere in a value. */
export function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return z.uuid().safeParse(value).success ? [value.toLowerCase()] : [];
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(idsIn))];
}
