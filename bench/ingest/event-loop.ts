import { AppError } from 'tributary/sdk';
import type { RunningSystem } from '../../cli/demo/running-system.js';

export interface EventLoopDelay {
  maxMs: number;
  p99Ms: number;
}

const answerMs = 5_000;

/** Begins to measure anew how long the main thread of the system keeps its event loop waiting. */
export async function resetEventLoopDelay({ process: child }: RunningSystem): Promise<void> {
  child?.send('event-loop-reset');
}

/** What the main thread measured since. */
export function eventLoopDelay({ process: child }: RunningSystem): Promise<EventLoopDelay> {
  if (!child) return Promise.reject(new AppError('UNAVAILABLE', { thing: 'The process of the system' }));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new AppError('TIMEOUT')), answerMs);
    child.on('message', function answered(message: { type?: string } & EventLoopDelay) {
      if (message.type !== 'event-loop') return;
      clearTimeout(timer);
      child.off('message', answered);
      resolve({ maxMs: message.maxMs, p99Ms: message.p99Ms });
    });
    child.send('event-loop');
  });
}
