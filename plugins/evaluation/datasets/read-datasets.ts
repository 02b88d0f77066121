import { AppError, type DocumentsService, itemsBelow, type StoreService } from 'tributary/sdk';
import {
  collections,
  type Dataset,
  type DatasetCase,
  type DatasetVersion,
  isIn,
  keyOfVersion,
  noDataset,
} from './dataset.js';

const pageSize = 100;

/** Errors: `NOT_FOUND`. */
export async function readDataset(store: Pick<StoreService, 'get'>, id: string): Promise<Dataset> {
  const found = (await store.get(collections.datasets, id)) as Dataset | null;
  if (!found) throw noDataset(id);
  return found;
}

/**
 * The number of a version: the given one, or the one that stood at a time. Errors: `NOT_FOUND` for a version that there
 * is not, and for a time before the first.
 */
export async function versionAt(
  store: Pick<StoreService, 'list'>,
  dataset: Dataset,
  { version, at }: { version?: number | null; at?: string | Date | null },
): Promise<number> {
  if (version !== null && version !== undefined) {
    if (version >= 0 && version <= dataset.version) return version;
    throw new AppError('NOT_FOUND', { thing: `Version ${version} of the dataset ${dataset.id}` });
  }
  if (at === null || at === undefined) return dataset.version;
  const time = new Date(at).toISOString();
  if (time < dataset.createdAt) throw noDataset(`${dataset.id} at ${time}`);
  let standing = 0;
  for await (const { value } of itemsBelow<DatasetVersion>(store, collections.versions, `${dataset.id}/`)) {
    if (value.at > time) break;
    standing = value.version;
  }
  return standing;
}

/** The dataset as a version had it. */
export async function datasetOf(
  store: Pick<StoreService, 'get'>,
  dataset: Dataset,
  version: number,
): Promise<Dataset> {
  if (version === dataset.version) return dataset;
  if (version === 0) return { ...dataset, version, cases: 0, updatedAt: dataset.createdAt };
  const made = (await store.get(
    collections.versions,
    keyOfVersion(dataset.id, version),
  )) as DatasetVersion | null;
  return { ...dataset, version, cases: made?.cases ?? 0, updatedAt: made?.at ?? dataset.updatedAt };
}

/** The cases of a version, by their ids. */
export async function casesOf(
  store: Pick<StoreService, 'list'>,
  dataset: string,
  version: number,
): Promise<DatasetCase[]> {
  const found: DatasetCase[] = [];
  for await (const { value } of itemsBelow<DatasetCase>(store, collections.cases, `${dataset}/`)) {
    if (isIn(value, version)) found.push(value);
  }
  return found;
}

/** Those of items that the caller may read every document of. */
export async function readableOnly<Item extends { readonly documentIds: readonly string[] }>(
  documents: Pick<DocumentsService, 'summaries'>,
  items: readonly Item[],
): Promise<Item[]> {
  const ids = [...new Set(items.flatMap(({ documentIds }) => documentIds))];
  const readable = new Set<string>();
  for (let at = 0; at < ids.length; at += pageSize) {
    const asked = ids.slice(at, at + pageSize);
    const summaries = await documents.summaries(asked);
    for (const [index, id] of asked.entries()) if (summaries[index]) readable.add(id);
  }
  return items.filter(({ documentIds }) => documentIds.every((id) => readable.has(id)));
}
