import { AppError, itemsBelow, type StoreService } from 'tributary/sdk';
import { type Definition, definitionOf } from '../definition/definition.js';

import { keyOfVersion, versions, type Workflow, type WorkflowVersion, workflows } from './workflow.js';

/** Errors: `NOT_FOUND`. */
export async function readVersion(
  store: Pick<StoreService, 'get'>,
  workflow: string,
  version: number,
): Promise<WorkflowVersion> {
  const found = (await store.get(versions, keyOfVersion(workflow, version))) as WorkflowVersion | null;
  if (!found) throw new AppError('NOT_FOUND', { thing: `Version ${version} of the workflow ${workflow}` });
  return found;
}

/** The definition of a version. Errors: `NOT_FOUND`, `WORKFLOW_INVALID` when it no longer fits. */
export async function definitionAt(
  store: Pick<StoreService, 'get'>,
  workflow: string,
  version: number,
): Promise<Definition> {
  return definitionOf((await readVersion(store, workflow, version)).definition);
}

export async function allWorkflows(store: Pick<StoreService, 'list'>): Promise<Workflow[]> {
  const found: Workflow[] = [];
  for await (const { value } of itemsBelow<Workflow>(store, workflows, '')) found.push(value);
  return found;
}
