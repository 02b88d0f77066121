import { AppError, type StoreService, z } from 'tributary/sdk';

/** Letters, digits and few signs: names of workflows stand in keys. */
export const workflowId = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,49}$/, {
  error: 'must be 1 to 50 lower-case letters, digits and . _ -',
});

export type WorkflowState = 'DRAFT' | 'ENABLED' | 'DISABLED';

/** A workflow as it is now; its versions stand beside it. */
export interface Workflow {
  readonly id: string;
  readonly title: string;
  readonly state: WorkflowState;
  /** The newest version, from 1. */
  readonly version: number;
  /** The one that fires, or fired last. */
  readonly enabledVersion: number | null;
  /** Whose rights its steps have: who enabled it. */
  readonly enabledBy: string | null;
  /** How often it was enabled; the mandates are counted by it. */
  readonly enablings: number;
  /** Where the webhook that starts it is called. */
  readonly hook: { readonly id: string; readonly path: string } | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly changedAt: string;
}

/** A version of a workflow; it does not change. */
export interface WorkflowVersion {
  readonly workflow: string;
  readonly version: number;
  readonly definition: unknown;
  readonly note: string;
  readonly at: string;
  readonly by: string;
}

export const workflows = 'workflows';
export const versions = 'workflow-versions';
const numberWidth = 6;
export const keyOfVersion = (workflow: string, version: number) =>
  `${workflow}/${String(version).padStart(numberWidth, '0')}`;

/** The mandate of one enabling: runs that began under it keep the rights of who gave it. */
export const mandateOf = ({ id, enablings }: Pick<Workflow, 'id' | 'enablings'>) => `${id}:${enablings}`;

/** Errors: `NOT_FOUND`. */
export async function readWorkflow(store: Pick<StoreService, 'get'>, id: string): Promise<Workflow> {
  const found = (await store.get(workflows, id)) as Workflow | null;
  if (!found) throw noWorkflow(id);
  return found;
}

export const noWorkflow = (id: string) => new AppError('NOT_FOUND', { thing: `The workflow ${id}` });

const mostTries = 10;

/** Changes a workflow from what it is when nobody else does. Errors: `NOT_FOUND`, `CONFLICT`, those of `change`. */
export async function changeWorkflow(
  store: StoreService,
  id: string,
  change: (workflow: Workflow) => {
    workflow: Workflow;
    writes?: Parameters<StoreService['change']>[0];
    audited: Parameters<StoreService['change']>[1];
  } | null,
): Promise<Workflow> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const [item] = await store.getMany(workflows, [id]);
    if (!item) throw noWorkflow(id);
    const now = item.value as Workflow;
    const made = change(now);
    if (made === null) return now;
    const write = {
      collection: workflows,
      key: id,
      value: made.workflow,
      version: item.version + 1,
      replaces: item.version,
    };
    if (await store.change([write, ...(made.writes ?? [])], made.audited)) return made.workflow;
  }
  throw new AppError('CONFLICT', { reason: `the workflow ${id} is being changed by others` });
}
