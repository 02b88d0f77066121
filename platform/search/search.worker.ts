import { parentPort, workerData } from 'node:worker_threads';
import { AppError, type ErrorShape } from 'tributary/sdk';
import type { FromThread, Task, ToThread } from './messages.js';
import { type Change, Tenants } from './tenants.js';

/*
 * The search thread: owns the connections to the index files of one folder. SQLite is synchronous, so work waits in a
 * queue here, where what was cancelled is left out and changes of one tenant that wait together share a transaction.
 */

type Queued = Extract<ToThread, { type: 'task' }>;

/** One transaction takes at most so many changes, so that none waits long for its answer. */
const BATCH = 32;

if (parentPort === null) throw new AppError('INTERNAL');
const port = parentPort;
const tenants = new Tenants((workerData as { folder: string }).folder);
let queue: Queued[] = [];
let scheduled = false;

port.on('message', (message: ToThread) => {
  if (message.type === 'close') {
    tenants.close();
    port.close();
  } else if (message.type === 'cancel') {
    queue = queue.filter(({ id }) => id !== message.id);
  } else if (message.type === 'forget') {
    tenants.forget(message.tenant);
  } else {
    queue.push(message);
    schedule();
  }
});

function schedule(): void {
  if (scheduled || queue.length === 0) return;
  scheduled = true;
  setImmediate(() => {
    scheduled = false;
    const next = queue.shift();
    if (next !== undefined) run(next);
    schedule();
  });
}

function run(next: Queued): void {
  const { id, tenant, task } = next;
  if (task.method !== 'change') {
    answer(id, () => perform(tenant, task));
    return;
  }
  const batch = takeBatch(next);
  if (batch.length > 1 && written(tenant, batch)) {
    for (const queued of batch) answer(queued.id, () => null);
    return;
  }
  // Alone, or one of the batch is at fault: each by itself, so that the others succeed.
  for (const queued of batch) answer(queued.id, () => tenants.change(tenant, changesOf([queued])));
}

/** The changes of the same tenant that wait behind this one, up to its next task of another kind. */
function takeBatch(next: Queued): Queued[] {
  const own = queue.filter(({ tenant }) => tenant === next.tenant);
  const other = own.findIndex(({ task }) => task.method !== 'change');
  const batch = own.slice(0, Math.min(other === -1 ? own.length : other, BATCH - 1));
  const taken = new Set(batch);
  queue = queue.filter((queued) => !taken.has(queued));
  return [next, ...batch];
}

function written(tenant: string, batch: readonly Queued[]): boolean {
  try {
    tenants.change(tenant, changesOf(batch));
    return true;
  } catch {
    return false;
  }
}

function changesOf(batch: readonly Queued[]): Change[] {
  return batch.flatMap(({ task }) => (task.method === 'change' ? [task.change] : []));
}

function answer(id: number, work: () => unknown): void {
  try {
    port.postMessage({ id, value: work() ?? null } satisfies FromThread);
  } catch (error) {
    port.postMessage({ id, error: shapeOf(error) } satisfies FromThread);
  }
}

/** What SQLite throws (a full disk, a lock, a damaged file) means that the index does not answer. */
function shapeOf(error: unknown): ErrorShape {
  if (error instanceof AppError) return error.toShape();
  return new AppError('INDEX_UNAVAILABLE', {
    reason: error instanceof Error ? error.message : 'unknown',
  }).toShape();
}

function perform(tenant: string, task: Exclude<Task, { method: 'change' }>): unknown {
  switch (task.method) {
    case 'query':
      return tenants.query(tenant, task.query);
    case 'similar':
      return tenants.similar(tenant, task.request);
    case 'matches':
      return tenants.matches(tenant, task.request);
    case 'count':
      return tenants.count(tenant);
    case 'beginGeneration':
      return tenants.beginGeneration(tenant, task.space);
    case 'generations':
      return tenants.generations(tenant);
    case 'nearest':
      return tenants.nearest(tenant, task.request);
    case 'rollBack':
      return tenants.rollBack(tenant);
    case 'dropGeneration':
      return tenants.dropGeneration(tenant, task.generation);
    case 'fill':
      return tenants.fill(tenant, task.generation, task.documents);
    case 'switchGeneration':
      return tenants.switchGeneration(tenant, task.generation, task.keepPrevious ?? false);
    case 'dropTenant':
      return tenants.dropTenant(tenant);
  }
}
