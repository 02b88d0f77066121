import { AppError, z } from 'tributary/sdk';

/** Letters, digits and few signs: names of datasets stand in keys and on command lines. */
export const datasetId = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, {
  error: 'must be 1 to 60 lower-case letters, digits and . _ -',
});
/** Of a case within its dataset. */
export const caseId = z.string().regex(/^[\w.:@-]{1,100}$/, {
  error: 'must be 1 to 100 letters, digits and . : @ _ -',
});

/** Where a case came from. */
export const caseSources = ['FILE', 'RUN', 'CORRECTION', 'PERSON'] as const;

/** A dataset as it is now; its cases and versions stand beside it. */
export interface Dataset {
  readonly id: string;
  /** The capability that its inputs are for. */
  readonly capability: string;
  readonly description: string;
  /** From 0, without cases; each change makes the next. */
  readonly version: number;
  /** How many cases the version has. */
  readonly cases: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
}

/** What one change did. */
export interface DatasetVersion {
  readonly dataset: string;
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly change: string;
  readonly added: number;
  readonly edited: number;
  readonly removed: number;
  readonly cases: number;
}

/** A case, from the version that brought it until (exclusive) the one that changed or removed it. */
export interface DatasetCase {
  readonly dataset: string;
  readonly id: string;
  readonly from: number;
  readonly to: number | null;
  readonly input: unknown;
  readonly expected: unknown;
  readonly source: (typeof caseSources)[number];
  /** The run or document that it came from. */
  readonly sourceId: string | null;
  /** It is shown to who may read all of these. */
  readonly documentIds: readonly string[];
  readonly at: string;
  readonly by: string;
}

/** What a case says, before it is kept. */
export type NewCase = Pick<DatasetCase, 'id' | 'input' | 'expected' | 'source' | 'sourceId' | 'documentIds'>;

const numberWidth = 9;
const padded = (version: number) => String(version).padStart(numberWidth, '0');

export const collections = { datasets: 'datasets', versions: 'versions', cases: 'cases' } as const;
export const keyOfVersion = (dataset: string, version: number) => `${dataset}/${padded(version)}`;
export const keyOfCase = ({ dataset, id, from }: Pick<DatasetCase, 'dataset' | 'id' | 'from'>) =>
  `${dataset}/${id}/${padded(from)}`;

/** Documents by which a case is found when one of them is erased; those of one run are seldom more. */
const mostIndexed = 20;

/** The case goes with each document that it was made from. */
export const indexesOf = (documentIds: readonly string[]): Record<string, string> =>
  Object.fromEntries(documentIds.slice(0, mostIndexed).map((id, at) => [`document${at}`, id]));

/** Whether the case belongs to the version. */
export const isIn = ({ from, to }: Pick<DatasetCase, 'from' | 'to'>, version: number): boolean =>
  from <= version && (to === null || to > version);

const naming = z.looseObject({
  documentId: z.uuid().optional().catch(undefined),
  documentIds: z.array(z.uuid()).optional().catch(undefined),
});

/** The documents that an input names. */
export function documentsNamed(input: unknown): string[] {
  const named = naming.safeParse(input);
  if (!named.success) return [];
  const { documentId, documentIds = [] } = named.data;
  return [...new Set([...(documentId ? [documentId] : []), ...documentIds])];
}

export const noDataset = (id: string) => new AppError('NOT_FOUND', { thing: `The dataset ${id}` });
