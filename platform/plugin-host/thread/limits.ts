import type { BreakerLimits } from '../breaker.js';

/** What a plugin in a thread of its own may use. */
export interface PluginLimits {
  /** A thread that does not run its event loop for so long is ended. */
  readonly heartbeatMs: number;
  /** From the start of the thread until it has said what the plugin is. */
  readonly startMs: number;
  /** Heap and external memory together. */
  readonly memoryBytes: number;
  /** Longest time of a call that is no stream. */
  readonly callMs: number;
  /** Calls at once of each thread that uses the plugin; twenty times as many may wait. */
  readonly calls: number;
  /** Streams at once of each thread that uses it. */
  readonly streams: number;
  /** Largest message either way. */
  readonly messageBytes: number;
  /** Before the thread is started again; doubled with every fault in a row, up to a hundred times as long. */
  readonly restartMs: number;
  readonly breaker: BreakerLimits;
}

export const defaultLimits: PluginLimits = {
  heartbeatMs: 2000,
  startMs: 8000,
  memoryBytes: 256 * 1024 * 1024,
  callMs: 30_000,
  calls: 32,
  streams: 1000,
  messageBytes: 24 * 1024 * 1024,
  restartMs: 100,
  breaker: { faults: 5, windowMs: 60_000, openMs: 30_000 },
};

/** Parts of a stream that may be under way. */
export const streamWindow = 16;
