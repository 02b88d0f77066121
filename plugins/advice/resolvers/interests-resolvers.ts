import {
  AppError,
  connectionOf,
  type DocumentsService,
  outcomeOf,
  type PageRequest,
  pageRequest,
  parseInput,
  z,
} from 'tributary/sdk';
import { forgetActivity, keepVoices, readActivity, type VoiceKind } from '../interests/activity.js';
import { type ItemForMe, itemsForMe, traitsOf } from '../interests/items-for-me.js';
import { learnSoon } from '../interests/learn-interests.js';
import type { Context, Resolvers } from '../schema.types.js';
import { documentOf } from './document-of.js';

const most = 100;
export const interestsQueries: Pick<Resolvers['Query'], 'itemsForMe'> = {
  async itemsForMe(_parent, args, context) {
    await context.permissions.expect('documents:read');
    return interestsPage(await itemsForMe(context, context.request), pageRequest(args));
  },
};

export const interestsMutations: Pick<
  Resolvers['Mutation'],
  'rateItem' | 'recordOpened' | 'forgetMyActivity'
> = {
  rateItem: (_parent, { input }, context) => outcomeOf(() => kept(context, [input.documentId], input.value)),

  recordOpened: (_parent, { input }, context) =>
    outcomeOf(async () => {
      const { documentIds } = parseInput(
        z.object({ documentIds: z.array(z.string()).min(1).max(most) }),
        input,
      );
      return kept(context, [...new Set(documentIds)], 'OPENED');
    }),

  forgetMyActivity: (_parent, { input }, { store, request }) =>
    outcomeOf(async () => {
      const { documentIds } = parseInput(forgotten, input);
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

/** What was last seen may have been rated meanwhile and be gone: then the list begins anew. */
function interestsPage(items: readonly ItemForMe[], { first, after }: PageRequest) {
  if (after !== null && !z.uuid().safeParse(after).success) throw new AppError('CURSOR_INVALID');
  const begin = items.findIndex(({ id }) => id === after) + 1;
  const shown = items.slice(begin, begin + first).map((item) => ({ key: item.id, node: view(item) }));
  const hasNextPage = begin + shown.length < items.length;
  return connectionOf(shown, { totalCount: items.length, hasNextPage, after });
}

const view = ({ id, score, because, reason, becauseOf }: ItemForMe) => ({
  document: documentOf(id),
  score,
  basis: because.basis,
  reason,
  because: becauseOf === null ? null : documentOf(becauseOf),
});
