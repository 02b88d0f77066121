import { AppError, answerOf, outcomeOf, pageOf, parseInput, z } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Context, Resolvers } from '../schema.types.js';
import { classifyByLabels } from './classify-by-labels.js';
import { automaticSets, type LabelSet, labelSetOf, labelSetShape, labelSets } from './label-set.js';

/** A label set costs something to list, and an automatic one for every document. */
const mostSets = 100;
const usualThreshold = 0.5;
/** Documents that are asked for together. */
const mostAtOnce = 100;

const creation = z.object(labelSetShape);
const change = creation.partial();
const payload = (labelSet: LabelSet) => ({ __typename: 'LabelSetPayload', labelSet }) as const;

const mayRead = ({ permissions }: Context) => permissions.expect('documents:read');
/** They are the tenant's: who may correct documents may change them. */
const mayChange = ({ permissions }: Context) => permissions.expect('documents:correct');

async function allSets({ store }: Context): Promise<LabelSet[]> {
  const kept = await labelSets.in(store).list({ first: mostSets });
  return kept.map(({ key, value }) => ({ id: key, ...value })).reverse();
}

async function write({ store }: Context, { id, ...value }: LabelSet): Promise<void> {
  await labelSets.in(store).put(id, value);
  if (value.automatic) await automaticSets.in(store).put(id, {});
  else await automaticSets.in(store).delete(id);
}

export const labelQueries: Pick<Resolvers['Query'], 'labelSet' | 'labelSets'> = {
  async labelSet(_parent, { id }, context) {
    await mayRead(context);
    return (await allSets(context)).find((one) => one.id === id.toLowerCase()) ?? null;
  },
  async labelSets(_parent, args, context) {
    await mayRead(context);
    return pageOf(
      await allSets(context),
      args,
      ({ id }) => id,
      (each) => each,
    );
  },
};

/** The set is the tenant's, its example documents are not: shown are those that the caller may read. */
export const labelSetFields: NonNullable<Resolvers['LabelSet']> = {
  async labels({ labels }, _args, { documents }) {
    const all = labels as LabelSet['labels'];
    const readable = await readableOf(
      all.flatMap(({ documentIds }) => documentIds),
      documents,
    );
    return all.map((label) => ({
      ...label,
      documentIds: label.documentIds.filter((id) => readable.has(id)),
    }));
  },
};

async function readableOf(ids: readonly string[], documents: Context['documents']): Promise<Set<string>> {
  const asked = [...new Set(ids)];
  const readable = new Set<string>();
  for (let from = 0; from < asked.length; from += mostAtOnce) {
    const found = await documents.summaries(asked.slice(from, from + mostAtOnce));
    for (const document of found) if (document) readable.add(document.id);
  }
  return readable;
}

export const labelMutations: Pick<
  Resolvers['Mutation'],
  'createLabelSet' | 'updateLabelSet' | 'deleteLabelSet' | 'classifyByLabels'
> = {
  createLabelSet: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await mayChange(context);
      const { name, labels, threshold, automatic } = input;
      const given = parseInput(creation, {
        name,
        labels: labels.map(withLists),
        threshold: threshold ?? usualThreshold,
        automatic: automatic ?? false,
      });
      if ((await allSets(context)).length >= mostSets)
        throw new AppError('CONFLICT', { reason: `There are ${mostSets} label sets already; delete one` });
      const now = context.clock.now().toISOString();
      const made = { id: newId(), ...given, revision: 1, createdAt: now, updatedAt: now };
      await write(context, made);
      return payload(made);
    }),
  updateLabelSet: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await mayChange(context);
      const { id, name, labels, threshold, automatic } = input;
      const before = await labelSetOf(context.store, id);
      const given = parseInput(change, {
        ...(name ? { name } : {}),
        ...(labels ? { labels: labels.map(withLists) } : {}),
        ...(typeof threshold === 'number' ? { threshold } : {}),
        ...(typeof automatic === 'boolean' ? { automatic } : {}),
      });
      const updatedAt = context.clock.now().toISOString();
      const after = { ...before, ...given, revision: before.revision + 1, updatedAt };
      await write(context, after);
      return payload(after);
    }),
  deleteLabelSet: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await mayChange(context);
      const { id } = await labelSetOf(context.store, input.id);
      await labelSets.in(context.store).delete(id);
      await automaticSets.in(context.store).delete(id);
      return { __typename: 'DeletedLabelSetPayload', id } as const;
    }),
  classifyByLabels: (parent, { input }, context, ...more: []) =>
    outcomeOf(async () => {
      const { revision, id } = await labelSetOf(context.store, input.labelSetId);
      const asked = { ...input, labelSetId: id, revision };
      return byLabels(parent as Record<string, unknown>, { input: asked }, context as never, ...more);
    }),
};

const byLabels = answerOf(classifyByLabels, 'LabelAnswer');

/** What the tenant's sets have said of a document, as they stand now; sets that were not asked are left out. */
export async function labelsOf(documentId: string, context: Context): Promise<Record<string, unknown>[]> {
  const sets = await allSets(context);
  if (sets.length === 0) return [];
  const inputs = sets.map(({ id, revision }) => ({ documentId, labelSetId: id, revision }));
  const found = await context.results.latestOf(classifyByLabels, inputs);
  return found.flatMap((result, at) => (result ? [{ ...result, labelSet: sets[at] }] : []));
}

const withLists = ({
  name,
  texts,
  documentIds,
}: {
  name: string;
  texts?: readonly string[] | null;
  documentIds?: readonly string[] | null;
}) => ({
  name,
  texts: [...(texts ?? [])],
  documentIds: [...(documentIds ?? [])],
});
