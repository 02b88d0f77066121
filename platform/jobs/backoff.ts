/** Milliseconds to wait before the attempt after `attempt`: doubling from a second to five minutes, half of it by chance. */
export function backoffMs(attempt: number, baseMs = 1_000): number {
  const whole = Math.min(baseMs * 2 ** (attempt - 1), 300_000);
  return Math.round(whole / 2 + (Math.random() * whole) / 2);
}
