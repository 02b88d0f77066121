import type { RootLogger } from '#platform/telemetry';

const silent = () => undefined;

/** A log that nobody reads. */
export const silentLog = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  flush: silent,
} as unknown as RootLogger;
