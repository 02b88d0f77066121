import type { RunsService, StoreService } from 'tributary/sdk';
import { ownTurn } from '../conversations/conversation.js';
import { type Approval, ownApproval } from './approval.js';

/**
 * An approval as long as its owner may see the turn that proposed it: its arguments may be words of documents that the
 * owner may not read any more. Errors: `NOT_FOUND`.
 */
export async function readApproval(
  { store, runs, actor }: { store: StoreService; runs: RunsService; actor: string },
  id: string,
): Promise<Approval | null> {
  const { approval } = await ownApproval(store, actor, id);
  const turn = await ownTurn(store, actor, approval);
  const [run] = await runs.find([turn.runs.at(-1) ?? '']);
  return run ? approval : null;
}
