import { randomBytes } from 'node:crypto';
import { LeakWatch } from './leak-watch.js';

/**
 * What no reader of a run may see: a canary of 128 random bits that stands first and last in the instructions of each of
 * its prompts, and the words of the instructions themselves. The canary has the form of a UUID.
 */
export class PromptSecret {
  readonly canary = randomBytes(16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  readonly #instructions = new Set<string>();

  /** The fixed text of a prompt's instructions that a model is about to be given. */
  given(instructions: string): void {
    this.#instructions.add(instructions);
  }

  /** Looks for it in one stream of text. */
  watch(): LeakWatch {
    return new LeakWatch(this.canary, this.#instructions);
  }
}
