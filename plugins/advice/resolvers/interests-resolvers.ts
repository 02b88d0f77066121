import { AppError, type DocumentsService, outcomeOf, z } from 'tributary/sdk';
import { forgetActivity, keepVoices, readActivity, type VoiceKind } from '../interests/activity.js';
import { type ItemForMe, itemsForMe, traitsOf } from '../interests/items-for-me.js';
import { learnSoon } from '../interests/learn-interests.js';
import type { Context, Resolvers } from '../schema.types.js';
import { documentOf } from './document-of.js';

const most = 100;
const pageArguments = z.object({
  first: z
    .int()
    .min(1)
    .max(most)
    .nullish()
    .transform((first) => first ?? 20),
  after: z.string().nullish(),
});

export const interestsQueries: Pick<Resolvers['Query'], 'itemsForMe'> = {
  async itemsForMe(_parent, args, context) {
    await context.permissions.expect('documents:read');
    const { first, after } = given(pageArguments, args);
    return pageOf(await itemsForMe(context, context.request), first, after ?? null);
  },
};

export const interestsMutations: Pick<
  Resolvers['Mutation'],
  'rateItem' | 'recordOpened' | 'forgetMyActivity'
> = {
  rateItem: (_parent, { input }, context) => outcomeOf(() => kept(context, [input.documentId], input.value)),

  recordOpened: (_parent, { input }, context) =>
    outcomeOf(async () => {
      const { documentIds } = given(z.object({ documentIds: z.array(z.string()).min(1).max(most) }), input);
      return kept(context, [...new Set(documentIds)], 'OPENED');
    }),

  forgetMyActivity: (_parent, { input }, { store, request }) =>
    outcomeOf(async () => {
      const { documentIds } = given(forgotten, input);
      if (!(await forgetActivity(store, request.actor, documentIds))) throw busy();
      return payload((await readActivity(store, request.actor)).voices.length);
    }),
};

async function kept(
  { store, documents, clock, jobs, request, permissions }: Context,
  documentIds: readonly string[],
  kind: VoiceKind,
) {
  await permissions.expect('documents:read');
  await expectReadable(documents, documentIds);
  const at = clock.now();
  const voices = documentIds.map((documentId) => ({ documentId, kind, at: at.toISOString() }));
  const { actor } = request;
  if (!(await keepVoices(store, { actor, traits: traitsOf(request), voices }))) throw busy();
  await learnSoon(jobs, at);
  return payload((await readActivity(store, actor)).voices.length);
}

const forgotten = z.object({
  documentIds: z
    .array(z.string())
    .max(most)
    .nullish()
    .transform((ids) => ids ?? null),
});
const busy = () => new AppError('CONFLICT', { reason: 'What you do is being kept by many calls at once' });
const payload = (documentCount: number) => ({ __typename: 'ItemActivity', documentCount }) as const;

async function expectReadable(documents: DocumentsService, ids: readonly string[]): Promise<void> {
  const known = z.array(z.uuid()).safeParse(ids).success ? await documents.summaries(ids) : [null];
  if (known.some((each) => each === null)) throw new AppError('NOT_FOUND', { thing: 'The document' });
}

function pageOf(items: readonly ItemForMe[], first: number, after: string | null) {
  const begin = after === null ? 0 : placeAfter(items, after);
  const edges = items
    .slice(begin, begin + first)
    .map((item) => ({ cursor: Buffer.from(item.id).toString('base64url'), node: view(item) }));
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    totalCount: items.length,
    pageInfo: {
      hasNextPage: begin + edges.length < items.length,
      hasPreviousPage: begin > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** What was last seen may have been rated meanwhile and be gone: then the list begins anew. */
function placeAfter(items: readonly ItemForMe[], after: string): number {
  const id = Buffer.from(after, 'base64url').toString();
  if (!z.uuid().safeParse(id).success) throw new AppError('CURSOR_INVALID');
  return items.findIndex((item) => item.id === id) + 1;
}

const view = ({ id, score, because, reason, becauseOf }: ItemForMe) => ({
  document: documentOf(id),
  score,
  basis: because.basis,
  reason,
  because: becauseOf === null ? null : documentOf(becauseOf),
});

function given<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('BAD_USER_INPUT', { reason: `${issue?.path.join('.')}: ${issue?.message}` });
}
