import type { Message } from '../messages/message.js';
import { matchesTopic } from '../topic.js';
import { endOfQuiet, nextLocal } from './local-time.js';
import type { Channel, Preferences } from './preferences.js';

/** Which e-mail people get who have chosen nothing for its topic. */
export type DefaultMail = 'NONE' | 'URGENT' | 'ALL';

/** What happens at once, and what waits until when. */
export interface Plan {
  readonly now: readonly Channel[];
  readonly held: readonly Held[];
}

/** What waits, by which way, until when. */
interface Held {
  readonly channels: readonly Channel[];
  readonly until: Date;
}

const hourMs = 3_600_000;
const minuteMs = 60_000;

/**
 * How one message reaches one person: by the channels of its topic, held over quiet hours and, as e-mail, for the digest.
 * What is urgent waits for nothing.
 */
export function planFor(
  wanted: Preferences,
  { topic, urgent }: Pick<Message, 'topic' | 'urgent'>,
  { now, defaultMail, mail }: { now: Date; defaultMail: DefaultMail; mail: boolean },
): Plan {
  const chosen = wanted.topics.find((each) => matchesTopic([each.topic], topic));
  const usual: Channel[] =
    defaultMail === 'ALL' || (defaultMail === 'URGENT' && urgent) ? ['IN_APP', 'EMAIL'] : ['IN_APP'];
  const channels = (chosen?.channels ?? usual).filter((channel) => channel === 'IN_APP' || mail);
  if (urgent) return { now: channels, held: [] };
  const quietUntil = wanted.quietHours ? endOfQuiet(now, wanted.timeZone, wanted.quietHours) : null;
  // A digest that comes as the quiet hours end is not put off to the next one.
  const digestAt = nextDigest(wanted, quietUntil ? new Date(quietUntil.getTime() - minuteMs) : now);
  const untilOf = (channel: Channel) => (channel === 'EMAIL' && digestAt ? digestAt : quietUntil);
  const waiting = Map.groupBy(channels, (channel) => untilOf(channel)?.getTime() ?? null);
  const held = [...waiting].flatMap(([until, those]) =>
    until === null ? [] : [{ channels: those, until: new Date(until) }],
  );
  return { now: waiting.get(null) ?? [], held };
}

/** Hourly at the full hour, daily at the person's time. */
function nextDigest({ digest, digestAt, timeZone }: Preferences, now: Date): Date | null {
  if (digest === 'NONE') return null;
  if (digest === 'DAILY') return nextLocal(now, timeZone, digestAt);
  return new Date(Math.floor(now.getTime() / hourMs) * hourMs + hourMs);
}
