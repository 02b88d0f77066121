import { trainer as grounding } from './grounding.js';
import { itemTrainer } from './items.js';
import { trainer as orderWords } from './order-words.js';
import { trainer as paperSentence } from './paper-sentence.js';
import { trainer as summaryWords } from './summary-words.js';
import type { Trainer } from './trainer.js';
import { trainer as wordRelations } from './word-relations.js';

/** Every engine whose weights are learned; see `weights.md` beside each. */
export const trainers: readonly Trainer[] = [
  grounding,
  itemTrainer,
  orderWords,
  paperSentence,
  summaryWords,
  wordRelations,
];
