import type { Trainer } from './trainer.js';

/** Every engine whose weights are learned; see `weights.md` beside each. */
export const trainers: readonly Trainer[] = [];
