import type { IncomingHttpHeaders } from 'node:http';

/** How long a provider asks to wait, in milliseconds: `retry-after-ms`, else `Retry-After` in seconds or as a date. */
export function retryAfterMs(headers: IncomingHttpHeaders, now = Date.now()): number | null {
  const exact = numberOf(headers['retry-after-ms']);
  if (exact !== null) return exact;
  const value = headers['retry-after'];
  if (value === undefined) return null;
  const seconds = numberOf(value);
  if (seconds !== null) return seconds * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function numberOf(value: string | string[] | undefined): number | null {
  return typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : null;
}
