import { AppError, itemsBelow, newestFirst, type StoreService, type StoreWrite } from 'tributary/sdk';

export type RunState = 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED';
export type StepState =
  | 'RUNNING'
  | 'WAITING'
  | 'RETRYING'
  | 'DONE'
  | 'SKIPPED'
  | 'FAILED'
  | 'CANCELLED'
  | 'UNDONE';

/** Why something failed; no text of documents. */
export interface RunError {
  readonly code: string;
  readonly message: string;
  /** The step. */
  readonly path?: string;
}

/** One run of a workflow, as it stands. */
export interface WorkflowRun {
  readonly id: string;
  readonly workflow: string;
  readonly version: number;
  readonly state: RunState;
  /** Whose rights its steps have, and by which mandate. */
  readonly actor: string;
  readonly mandate: string;
  /** What kind of thing began it: `document.processed`, `call`; and who, for a call. */
  readonly begunBy: { readonly what: string; readonly actor: string | null };
  /** Its contents were made from these documents: they are shown to who may read all of them. */
  readonly documentIds: readonly string[];
  /** It holds what only its actor may see: answers of operations. */
  readonly isPrivate: boolean;
  /** Rises with each job that advances it; `active` while there is one, `wakes` count why it should look again. */
  readonly turn: number;
  readonly active: boolean;
  readonly wakes: number;
  /** How many steps have been begun; the order of each. */
  readonly begun: number;
  /** How often a job of it was lost. */
  readonly lost: number;
  readonly cancelled: { readonly by: string; readonly compensate: boolean } | null;
  readonly error: RunError | null;
  readonly startedAt: string;
  readonly changedAt: string;
  readonly endedAt: string | null;
}

/** What a step waits for. */
export interface Waiting {
  readonly kind: 'RUN' | 'REVIEW' | 'EVENT' | 'TIME' | 'GOAL' | 'RETRY';
  /** The id of the run or review. */
  readonly ref: string | null;
  /** When it is looked at again at the latest. */
  readonly dueAt: string | null;
  /** When it is given up. */
  readonly giveUpAt: string | null;
}

/** What a run begins with, kept apart: it goes with the documents that it was made from. */
export interface RunFacts {
  readonly trigger: Readonly<Record<string, unknown>>;
  /** The document of the trigger and its fields, as they were when it began. */
  readonly document: Readonly<Record<string, unknown>> | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What a step was given and gave, kept apart for the same reason. */
export interface StepContent {
  readonly input: unknown;
  readonly output: unknown;
  /** What undoes it, with its places filled. */
  readonly undo: unknown;
}

/** A step with its content; null in each part once that is erased. */
export interface StepRecord extends StepEntry, StepContent {}

/** One step of a run, by its way. */
export interface StepEntry {
  readonly run: string;
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly state: StepState;
  /** From 0, in which it was begun. */
  readonly order: number;
  /** From 1; a new one after each failure that passed. */
  readonly attempts: number;
  /** How often it was taken up after a crash. */
  readonly resumed: number;
  readonly error: RunError | null;
  readonly waiting: Waiting | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

export const runs = 'runs';
export const steps = 'run-steps';
export const facts = 'run-facts';
export const contents = 'step-contents';
export const keyOfStep = (run: string, path: string) => `${run}/${path}`;

/** The newest comes first. */
export const keyOfRun = newestFirst;

export const isOver = ({ state }: Pick<WorkflowRun, 'state'>) => state !== 'RUNNING';

const mostIndexed = 20;
/** What is indexed so goes with each document that it was made from. */
const ofDocuments = (documentIds: readonly string[]): Record<string, string> =>
  Object.fromEntries(documentIds.slice(0, mostIndexed).map((id, at) => [`document${at}`, id]));

export function runWrite(run: WorkflowRun, replaces: number): StoreWrite {
  const { workflow, state, active } = run;
  return {
    collection: runs,
    key: keyOfRun(run.id),
    value: run,
    version: replaces + 1,
    replaces,
    indexes: { workflow, state, active: active && state === 'RUNNING' },
  };
}

export function stepWrites(record: StepRecord, documentIds: readonly string[]): StoreWrite[] {
  const { input, output, undo, ...entry } = record;
  const key = keyOfStep(record.run, record.path);
  const isEmpty = input === null && output === null && undo === null;
  const content: StepContent = { input, output, undo };
  return [
    { collection: steps, key, value: entry },
    { collection: contents, key, ...(!isEmpty && { value: content, indexes: ofDocuments(documentIds) }) },
  ];
}

export const factsWrite = (run: Pick<WorkflowRun, 'id' | 'documentIds'>, value: RunFacts): StoreWrite => ({
  collection: facts,
  key: run.id,
  value,
  indexes: ofDocuments(run.documentIds),
});

/** The entries of a run with their contents, in no order. */
export async function readSteps(store: Pick<StoreService, 'list'>, run: string): Promise<StepRecord[]> {
  const known = new Map<string, StepContent>();
  for await (const { key, value } of itemsBelow<StepContent>(store, contents, `${run}/`))
    known.set(key, value);
  const found: StepRecord[] = [];
  for await (const { key, value } of itemsBelow<StepEntry>(store, steps, `${run}/`)) {
    found.push({ ...value, ...(known.get(key) ?? { input: null, output: null, undo: null }) });
  }
  return found;
}

/** A run as it stands, and how often it was written; null when there is none. */
export async function readRun(
  store: Pick<StoreService, 'getMany'>,
  id: string,
): Promise<{ run: WorkflowRun; version: number } | null> {
  const [item] = await store.getMany(runs, [keyOfRun(id)]);
  return item ? { run: item.value as WorkflowRun, version: item.version } : null;
}

const mostTries = 20;

/**
 * Changes a run from what it is when nobody else does; null from `change` leaves it as it is. Null when there is none
 * (any more).
 */
export async function changeRun(
  store: StoreService,
  id: string,
  change: (run: WorkflowRun) => WorkflowRun | null,
  audited?: Parameters<StoreService['change']>[1],
): Promise<WorkflowRun | null> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const found = await readRun(store, id);
    if (!found) return null;
    const next = change(found.run);
    if (next === null) return found.run;
    if (await store.change([runWrite(next, found.version)], audited)) return next;
  }
  throw new AppError('CONFLICT', { reason: `the run ${id} is being changed by others` }, { retryable: true });
}
