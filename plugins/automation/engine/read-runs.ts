import type { Granted } from 'tributary/sdk';
import { itemsBelow } from 'tributary/sdk';

import { runs, type WorkflowRun } from './workflow-run.js';

const pageSize = 100;

/** Those of the documents that the caller may read. */
export async function readableOf(
  { documents }: Granted<'documents'>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const readable = new Set<string>();
  for (let at = 0; at < ids.length; at += pageSize) {
    const asked = ids.slice(at, at + pageSize);
    const summaries = await documents.summaries(asked);
    for (const [index, id] of asked.entries()) if (summaries[index]) readable.add(id);
  }
  return readable;
}

/** A run; null when there is none. */
export async function readRun({ store }: Granted<'store'>, id: string): Promise<WorkflowRun | null> {
  return (await store.get(runs, id.toLowerCase())) as WorkflowRun | null;
}

/** All runs, or those of a workflow or in a state; the newest first. */
export async function allRuns(
  { store }: Granted<'store'>,
  where: { readonly workflow?: string; readonly state?: string },
): Promise<WorkflowRun[]> {
  const found: WorkflowRun[] = [];
  if (Object.keys(where).length === 0) {
    for await (const { value } of itemsBelow<WorkflowRun>(store, runs, '')) found.push(value);
    return found.reverse();
  }
  for (let after: string | null = null; ; ) {
    const page = await store.find(runs, { where, first: pageSize, after });
    found.push(...page.items.map(({ value }) => value as WorkflowRun));
    if (page.endCursor === null) return found.reverse();
    after = page.endCursor;
  }
}
