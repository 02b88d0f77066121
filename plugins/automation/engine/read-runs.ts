import { type Granted, type PageRequest, type StoreService, storedPage } from 'tributary/sdk';
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

/** Runs of a workflow or in a state, or all of them, the newest first. */
export async function pageOfRuns(
  store: Pick<StoreService, 'list' | 'find' | 'count'>,
  where: { readonly workflow?: string; readonly state?: string },
  request: PageRequest,
): Promise<{ runs: WorkflowRun[]; totalCount: number; hasNextPage: boolean }> {
  const of = Object.keys(where).length > 0 ? { where } : { prefix: '' };
  const { items, ...rest } = await storedPage(store, runs, of, request);
  return { runs: items.map(({ value }) => value as WorkflowRun), ...rest };
}
