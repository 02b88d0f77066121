/** Minutes of the day, from `HH:MM`. */
export const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

const minuteMs = 60_000;
const dayMinutes = 1_440;

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Minutes since midnight where the clock shows the time of the zone. */
export function localMinutes(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0);
  return part('hour') * 60 + part('minute');
}

/** The next time, a minute from now or later, at which the zone's clock shows `HH:MM`. */
export function nextLocal(now: Date, timeZone: string, time: string): Date {
  const wanted = minutesOf(time);
  const begin = Math.floor(now.getTime() / minuteMs) * minuteMs;
  const ahead = (at: number) =>
    (wanted - localMinutes(new Date(at), timeZone) + dayMinutes) % dayMinutes || dayMinutes;
  const first = begin + ahead(begin) * minuteMs;
  const shown = localMinutes(new Date(first), timeZone);
  // The clock was put forward or back in between.
  const shift = ((wanted - shown + dayMinutes * 1.5) % dayMinutes) - dayMinutes / 2;
  const shifted = first + shift * minuteMs;
  return new Date(shifted > now.getTime() ? shifted : first);
}

/** The end of the quiet hours when it is quiet now, else null; they may begin before midnight. */
export function endOfQuiet(now: Date, timeZone: string, quiet: { from: string; to: string }): Date | null {
  const [from, to, at] = [minutesOf(quiet.from), minutesOf(quiet.to), localMinutes(now, timeZone)];
  const isQuiet = from < to ? at >= from && at < to : at >= from || at < to;
  return isQuiet && from !== to ? nextLocal(now, timeZone, quiet.to) : null;
}
