import { AppError, itemsBelow, nullIfMissing, outcomeOf, pageOf, parseInput, z } from 'tributary/sdk';
import { changeDataset, createDataset, deleteDataset } from '../datasets/change-dataset.js';
import {
  caseId,
  collections,
  type Dataset,
  type DatasetCase,
  type DatasetVersion,
  datasetId,
  documentsNamed,
  type NewCase,
} from '../datasets/dataset.js';
import { casesOfRuns } from '../datasets/from-runs.js';
import { casesOf, datasetOf, readableOnly, readDataset, versionAt } from '../datasets/read-datasets.js';
import { readFile } from '../datasets/read-file.js';
import { writeCases } from '../datasets/write-file.js';
import type { Context, Resolvers } from '../schema.types.js';

const created = z.object({
  id: datasetId,
  capability: z.string().min(1).max(200),
  description: z.string().max(2_000),
});
const ofDataset = z.object({ datasetId: z.string() });
const putCase = ofDataset.extend({ id: caseId, input: z.json(), expected: z.json().nullish() });
const removal = ofDataset.extend({ ids: z.array(z.string()).min(1).max(5_000) });
const fromRuns = ofDataset.extend({
  runIds: z.array(z.uuid()).min(1).max(200).nullish(),
  from: z.coerce.date().nullish(),
  to: z.coerce.date().nullish(),
  first: z.int().min(1).max(100).nullish(),
});

const changing = ({ store, clock, request }: Context) => ({ store, clock, actor: request.actor });
const view = (dataset: Dataset) => ({ ...dataset, caseCount: dataset.cases, cases: undefined });
const caseView = (item: DatasetCase) => ({ ...item, version: item.from });
const payload = (dataset: Dataset) => ({ __typename: 'DatasetPayload', dataset: view(dataset) }) as const;

/** A mutation of a dataset, for who may change some. */
const change = (context: Context, work: () => Promise<Dataset>) =>
  outcomeOf(async () => {
    await context.permissions.expect('evaluation:manage');
    return payload(await work());
  });

/** Puts cases; ids that are there already are an error unless they are to be replaced. */
function put(context: Context, id: string, cases: readonly NewCase[], replace: boolean, note: string) {
  return changeDataset(changing(context), id, (current) => {
    const taken = replace ? undefined : cases.findIndex((each) => current.has(each.id));
    if (taken !== undefined && taken >= 0) {
      throw new AppError('CONFLICT', {
        reason: `the ${taken + 1}. case has the id ${cases[taken]?.id}, which is there already; replace it, or give another`,
      });
    }
    return { put: cases, remove: [], note, action: 'addCases' };
  });
}

export const datasetQueries: Pick<Resolvers['Query'], 'dataset' | 'datasets' | 'exportDataset'> = {
  async dataset(_parent, { id, version, at }, { store, permissions }) {
    await permissions.expect('evaluation:read');
    const dataset = await nullIfMissing(readDataset(store, id));
    if (!dataset) return null;
    const number = await nullIfMissing(versionAt(store, dataset, { version, at }));
    return number === null ? null : view(await datasetOf(store, dataset, number));
  },
  async datasets(_parent, args, { store, permissions }) {
    await permissions.expect('evaluation:read');
    const all: Dataset[] = [];
    for await (const { value } of itemsBelow<Dataset>(store, collections.datasets, '')) all.push(value);
    return pageOf(all, args, ({ id }) => id, view);
  },
  async exportDataset(_parent, { id, version, format }, { store, documents, permissions }) {
    await permissions.expect('evaluation:read');
    const dataset = await nullIfMissing(readDataset(store, id));
    const number = dataset && (await nullIfMissing(versionAt(store, dataset, { version })));
    if (!dataset || number === null) return null;
    const cases = await readableOnly(documents, await casesOf(store, id, number));
    return fileOf(`${id}@${number}`, writeCases(cases, format), cases.length, format);
  },
};

export function fileOf(name: string, text: string, lines: number, format: 'JSONL' | 'CSV') {
  const mediaType = format === 'CSV' ? 'text/csv' : 'application/jsonl';
  return { name: `${name}.${format.toLowerCase()}`, mediaType, lines, text };
}

type DatasetMutation =
  | 'createDataset'
  | 'addCases'
  | 'addCasesFromRuns'
  | 'putCase'
  | 'removeCases'
  | 'deleteDataset';

export const datasetMutations: Pick<Resolvers['Mutation'], DatasetMutation> = {
  createDataset: (_parent, { input }, context) =>
    change(context, async () => {
      const asked = parseInput(created, input);
      await expectCapability(context, asked.capability);
      return createDataset(changing(context), asked);
    }),

  addCases: (_parent, { input }, context) =>
    change(context, async () => {
      const { datasetId: id, format, text, replace } = input;
      return put(context, id, await readFile(text, format), replace, `Cases of a file (${format})`);
    }),

  addCasesFromRuns: (_parent, { input }, context) =>
    change(context, async () => {
      const { datasetId: id, from, to, ...choice } = parseInput(fromRuns, input);
      const { capability } = await readDataset(context.store, id);
      const period = { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null };
      const cases = await casesOfRuns(context.runs, capability, { ...choice, ...period });
      return put(context, id, cases, true, 'Runs');
    }),

  putCase: (_parent, { input }, context) =>
    change(context, async () => {
      const { datasetId: dataset, id, input: value, expected } = parseInput(putCase, input);
      const item: NewCase = {
        id,
        input: value,
        expected: expected ?? null,
        source: 'PERSON',
        sourceId: null,
        documentIds: documentsNamed(value),
      };
      return put(context, dataset, [item], true, `The case ${id}`);
    }),

  removeCases: (_parent, { input }, context) =>
    change(context, async () => {
      const { datasetId: dataset, ids } = parseInput(removal, input);
      return changeDataset(changing(context), dataset, (current) => {
        const missing = ids.find((id) => !current.has(id));
        if (missing !== undefined) throw new AppError('NOT_FOUND', { thing: `The case ${missing}` });
        const remove = [...new Set(ids)];
        return { put: [], remove, note: `${remove.length} cases removed`, action: 'removeCases' };
      });
    }),

  deleteDataset: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await context.permissions.expect('evaluation:manage');
      await deleteDataset(changing(context), input.datasetId);
      return { __typename: 'DeleteDatasetPayload', id: input.datasetId };
    }),
};

/** What a parent resolver gave of a dataset. */
const shown = z.object({ id: z.string(), version: z.int() });

export const datasetFields: NonNullable<Resolvers['Dataset']> = {
  async cases(parent, { source, ...page }, { store, documents }) {
    const { id, version } = shown.parse(parent);
    const cases = await readableOnly(documents, await casesOf(store, id, version));
    const wanted = source ? cases.filter((each) => each.source === source) : cases;
    return pageOf(wanted, page, (each) => each.id, caseView);
  },
  async history(parent, page, { store }) {
    const { id, version } = shown.parse(parent);
    const all: DatasetVersion[] = [];
    for await (const { value } of itemsBelow<DatasetVersion>(store, collections.versions, `${id}/`)) {
      if (value.version <= version) all.unshift(value);
    }
    return pageOf(
      all,
      page,
      (each) => String(each.version),
      (each) => ({ ...each, caseCount: each.cases }),
    );
  },
};

/** Whatever else is wrong with an empty input, the capability is there. */
async function expectCapability({ runs }: Context, capability: string): Promise<void> {
  await runs.estimate({ capability, arguments: {} }).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code === 'CAPABILITY_NOT_FOUND') throw error;
  });
}
