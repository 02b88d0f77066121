import type { Granted } from 'tributary/sdk';
import { itemsBelow } from '../items-below.js';
import { runs, type StepRecord, steps, type WorkflowRun } from './workflow-run.js';

const pageSize = 100;

/** Those of the runs that the caller may read every document of. */
export async function visibleRuns(
  { documents }: Granted<'documents'>,
  found: readonly WorkflowRun[],
): Promise<WorkflowRun[]> {
  const ids = [...new Set(found.flatMap(({ documentIds }) => documentIds))];
  const readable = new Set<string>();
  for (let at = 0; at < ids.length; at += pageSize) {
    const asked = ids.slice(at, at + pageSize);
    const summaries = await documents.summaries(asked);
    for (const [index, id] of asked.entries()) if (summaries[index]) readable.add(id);
  }
  return found.filter(({ documentIds }) => documentIds.every((id) => readable.has(id)));
}

/** A run with its steps; null when there is none, or it may not be read. */
export async function readVisibleRun(
  services: Granted<'store' | 'documents'>,
  runId: string,
): Promise<{ run: WorkflowRun; steps: StepRecord[] } | null> {
  const found = (await services.store.get(runs, runId.toLowerCase())) as WorkflowRun | null;
  const [run] = found ? await visibleRuns(services, [found]) : [];
  if (!run) return null;
  const records: StepRecord[] = [];
  for await (const { value } of itemsBelow<StepRecord>(services.store, steps, `${run.id}/`))
    records.push(value);
  return { run, steps: records };
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
