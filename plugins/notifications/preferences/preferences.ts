import { type StoreService, z } from 'tributary/sdk';
import { locale } from '../templates/template.js';
import { topicPattern } from '../topic.js';
import { isTimeZone } from './local-time.js';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time such as 22:00' });
const channels = ['IN_APP', 'EMAIL'] as const;
export type Channel = (typeof channels)[number];

/** How a person wants to get what. */
export const preferencesSchema = z.object({
  /** Null: the first of a template. */
  locale: locale.nullable(),
  timeZone: z.string().max(60).refine(isTimeZone, 'must be a time zone such as Europe/Berlin'),
  quietHours: z.object({ from: time, to: time }).nullable(),
  digest: z.enum(['NONE', 'HOURLY', 'DAILY']),
  digestAt: time,
  /** The first that fits decides. */
  topics: z.array(z.object({ topic: topicPattern, channels: z.array(z.enum(channels)).max(2) })).max(100),
});
export type Preferences = z.output<typeof preferencesSchema>;

export const preferences = 'preferences';

export const defaults: Preferences = {
  locale: null,
  timeZone: 'UTC',
  quietHours: null,
  digest: 'NONE',
  digestAt: '08:00',
  topics: [],
};

/** In the order of the recipients; who has set nothing has the defaults. */
export async function preferencesOf(
  store: Pick<StoreService, 'getMany'>,
  recipients: readonly string[],
): Promise<Preferences[]> {
  const kept = await store.getMany(preferences, recipients);
  return kept.map((item) => {
    const parsed = item ? preferencesSchema.safeParse(item.value) : null;
    return parsed?.success ? parsed.data : defaults;
  });
}
