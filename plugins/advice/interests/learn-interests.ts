import {
  type ClockService,
  type DocumentsService,
  defineJob,
  defineWork,
  type JobsService,
  type StoreService,
  z,
} from 'tributary/sdk';
import { learnInterests } from '../engine/interests/learn.js';
import { type Activity, listActivity, voiceWeights } from './activity.js';
import { itemsOf } from './document-items.js';
import { keepModel } from './model.js';

/** The closed form takes n³ steps: more documents than these are left to likeness by what they are. */
const mostItems = 800;
const mostPeople = 5000;
const readAtOnce = 100;
const everyMs = 3_600_000;

const needs = ['documents', 'store', 'clock'] as const;
interface Services {
  documents: DocumentsService;
  store: StoreService;
  clock: ClockService;
}

/** Learns from all that people of the tenant did; what one did since counts without it. */
export const learnInterestsJob = defineJob({
  id: 'advice.learn-interests',
  description: 'Learns what goes with what from what people did, for `itemsForMe`.',
  needs,
  payload: z.object({}),
  run: (_payload, services, { signal }) => learn(services, signal),
});

/** The same now, for who does not want to wait for it. */
export const learnInterestsWork = defineWork({
  id: 'advice.learn-interests-now',
  description: 'Learns what goes with what from what people did, for `itemsForMe`, now.',
  needs,
  payload: z.object({}),
  permission: 'plugins:manage',
  timeoutMs: 600_000,
  estimate: async () => ({ items: 1, costUsd: '0' }),
  items: async () => ({ keys: ['all'], end: true }),
  run: (_key, _payload, services, { signal }) => learn(services, signal),
});

async function learn({ documents, store, clock }: Services, signal: AbortSignal): Promise<void> {
  const people = await readPeople(store, signal);
  const touched = mostTouched(people);
  const newest = await documents.list({ first: readAtOnce });
  const summaries = await inPages(touched, (page) => documents.summaries(page));
  const readable = summaries.filter((each) => each !== null);
  const found = [...new Map([...readable, ...newest].map((each) => [each.id, each])).values()];
  const items = await inPages(found, (page) => itemsOf(documents, page));
  // What only some may read is known by who wants it alone.
  const hidden = touched.filter((_, at) => summaries[at] === null).map((id) => ({ id, features: [] }));
  const model = await learnInterests(
    [...items, ...hidden].slice(0, mostItems),
    people.map(personOf),
    async () => {
      signal.throwIfAborted();
      await new Promise((resolve) => setImmediate(resolve));
    },
  );
  await keepModel(store, model, clock.now().toISOString());
}

/** Asks for it within the hour, once however much is done in it. */
export async function learnSoon(jobs: JobsService, now: Date): Promise<void> {
  const hour = Math.floor(now.getTime() / everyMs);
  await jobs.enqueue(
    learnInterestsJob,
    {},
    { key: `interests ${hour}`, delayMs: (hour + 1) * everyMs - now.getTime() },
  );
}

export const personOf = ({ traits, voices }: Pick<Activity, 'traits' | 'voices'>) => ({
  traits,
  voices: voices.map(({ documentId, kind }) => ({ item: documentId, weight: voiceWeights[kind] })),
});

async function readPeople(store: StoreService, signal: AbortSignal): Promise<Activity[]> {
  const people: Activity[] = [];
  for (let after: string | null = null; people.length < mostPeople; ) {
    signal.throwIfAborted();
    const page: Activity[] = await listActivity(store, { first: readAtOnce, after });
    people.push(...page);
    const last = page.at(-1);
    if (page.length < readAtOnce || !last) break;
    after = last.actor;
  }
  return people;
}

function mostTouched(people: readonly Activity[]): string[] {
  const counts = new Map<string, number>();
  for (const { voices } of people)
    for (const { documentId } of voices) counts.set(documentId, (counts.get(documentId) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, mostItems)
    .map(([id]) => id);
}

async function inPages<Item, Found>(
  all: readonly Item[],
  read: (page: readonly Item[]) => Promise<readonly Found[]>,
): Promise<Found[]> {
  const found: Found[] = [];
  for (let at = 0; at < all.length; at += readAtOnce)
    found.push(...(await read(all.slice(at, at + readAtOnce))));
  return found;
}
