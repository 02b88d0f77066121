import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolution = 10;

/** How late the event loop of this thread was, in milliseconds; a sample is taken every 10 ms. */
export interface EventLoopWatch {
  max(): number;
  /** @param percent such as 99 */
  percentile(percent: number): number;
  /** Begins a new measurement, e.g. when the system is ready. */
  reset(): void;
  stop(): void;
}

export function watchEventLoop(): EventLoopWatch {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  // The histogram counts the whole time between two samples; the delay is what exceeds the resolution.
  const delay = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution);
  return {
    max: () => delay(histogram.max),
    percentile: (percent) => delay(histogram.percentile(percent)),
    reset: () => histogram.reset(),
    stop: () => void histogram.disable(),
  };
}
