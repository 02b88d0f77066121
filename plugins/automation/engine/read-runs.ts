import type { Granted, PageRequest, StoreService } from 'tributary/sdk';
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
  { first, after }: PageRequest,
): Promise<{ runs: WorkflowRun[]; totalCount: number; hasNextPage: boolean }> {
  const view = (items: readonly { value: unknown }[]) => items.map(({ value }) => value as WorkflowRun);
  if (Object.keys(where).length > 0) {
    const { items, endCursor } = await store.find(runs, { where, first, after });
    const totalCount = await store.count(runs, { where });
    return { runs: view(items), totalCount, hasNextPage: endCursor !== null };
  }
  const items = await store.list(runs, { first, after });
  const last = items.at(-1);
  const more = last && items.length === first ? await store.list(runs, { first: 1, after: last.key }) : [];
  const totalCount = await store.count(runs, { prefix: '' });
  return { runs: view(items), totalCount, hasNextPage: more.length > 0 };
}
