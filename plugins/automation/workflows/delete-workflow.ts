import { AppError, type Granted, itemsBelow, type StoreWrite } from 'tributary/sdk';
import { runs } from '../engine/workflow-run.js';

import { mandateOf, readWorkflow, versions, workflows } from './workflow.js';

/** With its versions, hook and mandates; its runs stay. Errors: `NOT_FOUND`, `CONFLICT`. */
export async function deleteWorkflow(
  { store, hooks, jobs }: Granted<'store' | 'hooks' | 'jobs'>,
  id: string,
): Promise<void> {
  const { state, hook, enablings } = await readWorkflow(store, id);
  if (state === 'ENABLED')
    throw new AppError('CONFLICT', { reason: `the workflow ${id} is enabled: disable it first` });
  const where = { workflow: id, state: 'RUNNING' };
  const [open] = (await store.find(runs, { where, first: 1 })).items;
  if (open)
    throw new AppError('CONFLICT', {
      reason: `a run of ${id} goes on (workflowRuns with its state RUNNING): cancel it first`,
    });
  if (hook) await hooks.remove(hook.id).catch(ifMissing);
  for (let counted = 1; counted <= enablings; counted += 1)
    await jobs.endMandate(mandateOf({ id, enablings: counted }));
  const writes: StoreWrite[] = [{ collection: workflows, key: id }];
  for await (const { key } of itemsBelow(store, versions, `${id}/`))
    writes.push({ collection: versions, key });
  await store.change(writes, { action: 'deleteWorkflow', subjects: [{ type: 'Workflow', id }] });
}

function ifMissing(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'NOT_FOUND')) throw error;
}
