import { type StoreService, z } from 'tributary/sdk';

/** What somebody did with a document, and how much it speaks for it. */
export const voiceWeights = {
  UP: 1,
  ACCEPTED: 1,
  CORRECTED: 0.7,
  OPENED: 0.4,
  REJECTED: -0.3,
  DOWN: -1,
} as const;
export type VoiceKind = keyof typeof voiceWeights;
const voiceKinds = Object.keys(voiceWeights) as [VoiceKind, ...VoiceKind[]];

const voice = z.object({
  documentId: z.uuid(),
  kind: z.enum(voiceKinds),
  /** ISO 8601 in UTC. */
  at: z.string(),
});
export type DocumentVoice = z.output<typeof voice>;

const activity = z.object({
  actor: z.string(),
  /** Such as `role:reviewer`, as they were when the person last did something itself. */
  traits: z.array(z.string()),
  /** The newest of each document, newest first. */
  voices: z.array(voice),
});
export type Activity = z.output<typeof activity>;

/** By actor. The version of an item counts its changes. */
export const activityCollection = 'activity';

/** What is older tells little of what somebody wants now. */
const mostVoices = 300;
const mostTries = 8;

/** One voice a document: the newest, but that having opened it takes nothing back. */
export function withVoices(
  before: readonly DocumentVoice[],
  added: readonly DocumentVoice[],
): DocumentVoice[] {
  const byDocument = new Map(before.map((each) => [each.documentId, each]));
  for (const each of added) {
    const known = byDocument.get(each.documentId);
    const isWeaker = each.kind === 'OPENED' && known !== undefined && known.kind !== 'OPENED';
    if (!isWeaker && (known === undefined || known.at <= each.at)) byDocument.set(each.documentId, each);
  }
  return [...byDocument.values()].sort((one, other) => (one.at < other.at ? 1 : -1)).slice(0, mostVoices);
}

/** Reads what one actor did; nothing when it did nothing. */
export async function readActivity(store: StoreService, actor: string): Promise<Activity> {
  const found = await store.get(activityCollection, actor);
  return found === null ? { actor, traits: [], voices: [] } : activity.parse(found);
}

/** A page of all, by actor. */
export async function listActivity(
  store: StoreService,
  { first, after }: { first: number; after: string | null },
): Promise<Activity[]> {
  return (await store.list(activityCollection, { first, after })).map(({ value }) => activity.parse(value));
}

/** Forgets all of an actor, or what it did with these documents. Says whether nobody was faster all the while. */
export async function forgetActivity(
  store: StoreService,
  actor: string,
  documentIds: readonly string[] | null,
): Promise<boolean> {
  if (documentIds === null) await store.delete(activityCollection, actor);
  else
    return changeActivity(store, actor, (before) => ({
      ...before,
      voices: before.voices.filter(({ documentId }) => !documentIds.includes(documentId)),
    }));
  return true;
}

/** Keeps what somebody did; of two at once none is lost. Traits that are not known leave those that were. */
export async function keepVoices(
  store: StoreService,
  {
    actor,
    traits,
    voices,
  }: { actor: string; traits: readonly string[] | null; voices: readonly DocumentVoice[] },
): Promise<boolean> {
  return changeActivity(store, actor, (before) => ({
    actor,
    traits: [...(traits ?? before.traits)],
    voices: withVoices(before.voices, voices),
  }));
}

async function changeActivity(
  store: StoreService,
  actor: string,
  change: (before: Activity) => Activity,
): Promise<boolean> {
  for (let attempt = 0; attempt < mostTries; attempt += 1) {
    const [found] = await store.getMany(activityCollection, [actor]);
    const value = change(found ? activity.parse(found.value) : { actor, traits: [], voices: [] });
    const replaces = found?.version ?? 0;
    if (
      await store.change([
        { collection: activityCollection, key: actor, value, version: replaces + 1, replaces },
      ])
    )
      return true;
  }
  return false;
}
