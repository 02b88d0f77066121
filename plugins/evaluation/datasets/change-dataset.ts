import {
  AppError,
  type AuditedChange,
  type ClockService,
  itemsBelow,
  type StoreService,
  type StoreWrite,
} from 'tributary/sdk';
import { canonical } from './canonical.js';
import {
  collections,
  type Dataset,
  type DatasetCase,
  type DatasetVersion,
  indexesOf,
  keyOfCase,
  keyOfVersion,
  type NewCase,
} from './dataset.js';
import { casesOf, readDataset } from './read-datasets.js';

const mostCases = 10_000;
const mostTries = 5;

/** Whoever changes a dataset. */
export interface Changing {
  readonly store: StoreService;
  readonly clock: ClockService;
  readonly actor: string;
}

/** What becomes of a dataset: cases that are put (new or instead of those with their ids), and ids that go. */
export interface CaseChange {
  readonly put: readonly NewCase[];
  readonly remove: readonly string[];
  /** For a person who reads the history. */
  readonly note: string;
  readonly action: string;
}

/** Errors: `CONFLICT` for a name that is taken. */
export async function createDataset(
  { store, clock, actor }: Changing,
  { id, capability, description }: Pick<Dataset, 'id' | 'capability' | 'description'>,
): Promise<Dataset> {
  const at = clock.now().toISOString();
  const made: Dataset = {
    id,
    capability,
    description,
    version: 0,
    cases: 0,
    createdAt: at,
    createdBy: actor,
    updatedAt: at,
  };
  const audited = auditOf('createDataset', id, { capability });
  // An item of the store has a version from 1 on: that of the dataset and one more.
  const write = { collection: collections.datasets, key: id, value: made, version: 1, replaces: 0 };
  if (await store.change([write], audited)) return made;
  throw new AppError('CONFLICT', { reason: `there is a dataset ${id} already` });
}

/** Makes the dataset if it is not there; whoever comes second finds it. */
export async function ensureDataset(
  changing: Changing,
  dataset: Pick<Dataset, 'id' | 'capability' | 'description'>,
): Promise<void> {
  try {
    await readDataset(changing.store, dataset.id);
    return;
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'NOT_FOUND')) throw error;
  }
  await createDataset(changing, dataset).catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === 'CONFLICT')) throw error;
  });
}

/**
 * Makes the next version, whole or not at all. `decide` sees the cases of the newest version, and sees them again when
 * somebody else was faster. A change that changes nothing makes no version.
 * Errors: `NOT_FOUND`, `CONFLICT`, `BAD_USER_INPUT` for too many cases, and those of `decide`.
 */
export async function changeDataset(
  changing: Changing,
  id: string,
  decide: (current: ReadonlyMap<string, DatasetCase>, dataset: Dataset) => CaseChange,
): Promise<Dataset> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const dataset = await readDataset(changing.store, id);
    const current = new Map(
      (await casesOf(changing.store, id, dataset.version)).map((each) => [each.id, each]),
    );
    const made = nextVersion(changing, dataset, current, decide(current, dataset));
    if (made === null) return dataset;
    if (await changing.store.change(made.writes, made.audited)) return made.dataset;
  }
  throw new AppError('CONFLICT', { reason: `the dataset ${id} is being changed by others` });
}

function nextVersion(
  { clock, actor: by }: Changing,
  dataset: Dataset,
  current: ReadonlyMap<string, DatasetCase>,
  change: CaseChange,
): { dataset: Dataset; writes: StoreWrite[]; audited: AuditedChange } | null {
  const { id } = dataset;
  const at = clock.now().toISOString();
  const version = dataset.version + 1;
  const put = change.put.filter((each) => !isSame(current.get(each.id), each));
  const removed = change.remove.flatMap((each) => current.get(each) ?? []);
  if (put.length === 0 && removed.length === 0) return null;
  const replaced = put.flatMap((each) => current.get(each.id) ?? []);
  const cases = current.size + put.length - replaced.length - removed.length;
  if (cases > mostCases) {
    throw new AppError('BAD_USER_INPUT', { reason: `${id}: a dataset has ${mostCases} cases at most` });
  }
  const rows: DatasetCase[] = [
    ...[...replaced, ...removed].map((each) => ({ ...each, to: version })),
    ...put.map((each) => ({ ...each, dataset: id, from: version, to: null, at, by })),
  ];
  const added = put.length - replaced.length;
  const counts = { added, edited: replaced.length, removed: removed.length };
  const history: DatasetVersion = { dataset: id, version, at, by, change: change.note, ...counts, cases };
  const next: Dataset = { ...dataset, version, cases, updatedAt: at };
  return {
    dataset: next,
    writes: [
      {
        collection: collections.datasets,
        key: id,
        value: next,
        version: version + 1,
        replaces: dataset.version + 1,
      },
      { collection: collections.versions, key: keyOfVersion(id, version), value: history },
      ...rows.map((row) => ({
        collection: collections.cases,
        key: keyOfCase(row),
        value: row,
        indexes: indexesOf(row.documentIds),
      })),
    ],
    audited: auditOf(change.action, id, { version, ...counts }),
  };
}

/** Deletes a dataset with its history; experiments keep their figures. Errors: `NOT_FOUND`. */
export async function deleteDataset({ store }: Changing, id: string): Promise<void> {
  await readDataset(store, id);
  const before: StoreWrite[] = [];
  const live: StoreWrite[] = [];
  for await (const { key, value } of itemsBelow<DatasetCase>(store, collections.cases, `${id}/`)) {
    (value.to === null ? live : before).push({ collection: collections.cases, key });
  }
  for await (const { key } of itemsBelow(store, collections.versions, `${id}/`)) {
    before.push({ collection: collections.versions, key });
  }
  for (let at = 0; at < before.length; at += mostCases) {
    await store.change(before.slice(at, at + mostCases));
  }
  // What it is now goes at once: nobody sees the dataset with a part of its cases.
  const audited = auditOf('deleteDataset', id, { cases: live.length });
  await store.change([{ collection: collections.datasets, key: id }, ...live], audited);
}

const isSame = (before: DatasetCase | undefined, now: NewCase): boolean =>
  before !== undefined && canonical([before.input, before.expected]) === canonical([now.input, now.expected]);

const auditOf = (action: string, id: string, body: Record<string, unknown>): AuditedChange => ({
  action,
  subjects: [{ type: 'Dataset', id }],
  body,
});
