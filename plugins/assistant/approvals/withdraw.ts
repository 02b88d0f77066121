import type { StoreService } from 'tributary/sdk';
import type { Step } from '../engine/turn-output.js';
import { approvalsWhere, removalOf } from './approval.js';
import { subjectsOf } from './decide.js';

/** What a lost attempt at a part proposed and this one did not: the turn does not wait for it, and nobody is to find it. */
export async function withdrawLost(
  turnId: string,
  steps: readonly Step[],
  store: StoreService,
): Promise<void> {
  const own = new Set(steps.map(({ approvalId }) => approvalId));
  const lost = (await approvalsWhere(store, { turnId })).flatMap(({ approval }) =>
    approval.state === 'PENDING' && !own.has(approval.id) ? [approval] : [],
  );
  if (lost.length === 0) return;
  await store.change(
    lost.map(({ id }) => removalOf(id)),
    { action: 'withdrawToolCalls', subjects: lost.flatMap(subjectsOf), body: { turnId } },
  );
}
