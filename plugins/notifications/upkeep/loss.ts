/** What goes on by a job, and how long it has said nothing. */
interface Ongoing {
  /** When its job last wrote something of it, or when the next one is due. */
  readonly changedAt: string;
  /** How often it was taken up since. */
  readonly lost: number;
}

/** Longer than a job may take; a queue that is behind is no loss. */
const silentMs = 900_000;
const mostLost = 3;

/** Why something was given up that nobody works on any more. */
export const lostReason = 'Its job was lost and did not come back';

/** Whether its job seems gone. Each time it was taken up it may be silent for twice as long as before. */
export function lossOf({ changedAt, lost }: Ongoing, now: Date): 'NONE' | 'TAKE_UP' | 'GIVE_UP' {
  if (Date.parse(changedAt) + silentMs * 2 ** lost > now.getTime()) return 'NONE';
  return lost < mostLost ? 'TAKE_UP' : 'GIVE_UP';
}
