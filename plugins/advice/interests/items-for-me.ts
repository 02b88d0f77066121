import type {
  DocumentSummary,
  DocumentsService,
  FeedbackService,
  RequestContext,
  StoreService,
} from 'tributary/sdk';
import type { Item } from '../engine/interests/interest.js';
import { type Ranked, rankItems } from '../engine/interests/rank.js';
import { type DocumentVoice, readActivity, withVoices } from './activity.js';
import { itemsOf } from './document-items.js';
import { personOf } from './learn-interests.js';
import { type LearnedItem, readItems, readSummary } from './model.js';
import { wordsFor } from './reasons.js';

const mostVoices = 100;
const newestFirst = 100;
const mostCandidates = 300;

interface ItemServices {
  documents: DocumentsService;
  feedback: FeedbackService;
  store: StoreService;
}

/** A document for a person, with the reason in words. */
export interface ItemForMe extends Ranked {
  reason: string;
  /** The document of the person's own that speaks for it. */
  becauseOf: string | null;
}

/** What one shares with others. */
export const traitsOf = ({ roles, groups }: Pick<RequestContext, 'roles' | 'groups'>): string[] => [
  ...roles.map((role) => `role:${role}`),
  ...groups.map((group) => `group:${group}`),
];

/** Documents that the caller has done nothing with yet, those first that it is likely to want. */
export async function itemsForMe(
  { documents, feedback, store }: ItemServices,
  request: RequestContext,
): Promise<ItemForMe[]> {
  const [kept, said, learned, newest] = await Promise.all([
    readActivity(store, request.actor),
    feedback.onRecommendations({ actor: request.actor, first: mostVoices }),
    readSummary(store),
    documents.list({ first: newestFirst }),
  ]);
  // What was said just now counts before the job has kept it.
  const voices = withVoices(kept.voices, said.map(voiceOf).reverse()).slice(0, mostVoices);
  const traits = traitsOf(request);
  const own = voices.map(({ documentId }) => documentId);
  const known = await readItems(store, own);
  const near = new Map([...known].map(([id, item]) => [id, item.near]));
  const liked = learned?.traits.filter(({ name }) => traits.includes(name)) ?? [];
  const popular = learned?.popular ?? [];
  const wanted = [...[...near.values()].flat(), ...liked.flatMap((trait) => trait.liked), ...popular];
  const ids = [...new Set([...newest.map(({ id }) => id), ...bestOf(wanted)])].filter(
    (id) => !own.includes(id),
  );
  const readable = await documents.summaries([...ids.slice(0, mostCandidates), ...own]);
  const shown = new Map(readable.flatMap((each) => (each ? [[each.id, each] as const] : [])));
  const items = await featured({ documents, store }, [...shown.values()], known);
  const candidates = items.filter(({ id }) => !own.includes(id) && shown.get(id)?.status === 'READY');
  const ranked = rankItems(
    { near, traits: liked, popular },
    { ...personOf({ traits, voices }) },
    candidates,
    items,
  );
  const kinds = new Map(voices.map((voice) => [voice.documentId, voice.kind]));
  return ranked.map((each) => ({ ...each, ...wordsFor(each, { shown, voices: kinds }) }));
}

const voiceOf = ({
  documentId,
  value,
  at,
}: Awaited<ReturnType<FeedbackService['onRecommendations']>>[number]): DocumentVoice => ({
  documentId,
  kind: value,
  at,
});

/** The likeliest by their best weight; the ranking itself looks closer. */
function bestOf(wanted: readonly (readonly [string, number])[]): string[] {
  const best = new Map<string, number>();
  for (const [id, weight] of wanted) best.set(id, Math.max(best.get(id) ?? -1, weight));
  return [...best].sort(([, one], [, other]) => other - one).map(([id]) => id);
}

/** What is known of a document's features is not read again. */
async function featured(
  { documents, store }: Pick<ItemServices, 'documents' | 'store'>,
  found: readonly DocumentSummary[],
  known: ReadonlyMap<string, LearnedItem>,
): Promise<Item[]> {
  const learned = new Map([
    ...known,
    ...(await readItems(
      store,
      found.map(({ id }) => id).filter((id) => !known.has(id)),
    )),
  ]);
  const isKnown = ({ id }: DocumentSummary) => (learned.get(id)?.features.length ?? 0) > 0;
  const read = await itemsOf(
    documents,
    found.filter((each) => !isKnown(each)),
  );
  const fresh = new Map(read.map((item) => [item.id, item]));
  return found.map(({ id }) => fresh.get(id) ?? { id, features: learned.get(id)?.features ?? [] });
}
