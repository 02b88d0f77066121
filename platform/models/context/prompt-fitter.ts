import type { RenderedMessage } from '#platform/plugin-host';
import type { FittedPrompt, TargetInfo } from '../port.js';
import type { ChatMessage } from '../providers/provider.js';
import { assemblePrompt } from './assemble-prompt.js';
import type { AssembledPrompt } from './assembled-prompt.js';

/** What is asked, and who is told of it. */
export interface FitterOptions {
  /** Such as `summarize@3`. */
  readonly promptVersion: string;
  /** The same list again for targets that are told the same. */
  rendered(target: TargetInfo): readonly RenderedMessage[];
  /** Bytes of the whole. */
  readonly bytes: number;
  /** A prompt was made, for a target that is about to be asked. */
  made(prompt: AssembledPrompt): void;
  /** An answer is made from it; also twice when another target went on. */
  answered(prompt: AssembledPrompt): void;
}

/** Fits one prompt to each target that is asked; for a window in which the last one fits as well it is not made anew. */
export class PromptFitter implements FittedPrompt {
  readonly #options: FitterOptions;
  readonly #made: { rendered: readonly RenderedMessage[]; prompt: AssembledPrompt }[] = [];
  #last: AssembledPrompt | null = null;
  #isTold = false;

  constructor(options: FitterOptions) {
    this.#options = options;
  }

  get bytes(): number {
    return this.#options.bytes;
  }

  messagesFor(target: TargetInfo, taken: number): readonly ChatMessage[] {
    const maxTokens = target.contextTokens === null ? null : Math.max(0, target.contextTokens - taken);
    const prompt = this.#prompt(this.#options.rendered(target), maxTokens);
    if (prompt !== this.#last) this.#isTold = false;
    this.#last = prompt;
    return prompt.messages;
  }

  answered(): void {
    if (this.#isTold || !this.#last) return;
    this.#isTold = true;
    this.#options.answered(this.#last);
  }

  #prompt(rendered: readonly RenderedMessage[], maxTokens: number | null): AssembledPrompt {
    const found = this.#made.find((one) => one.rendered === rendered && isFor(maxTokens, one.prompt));
    if (found) return found.prompt;
    const { promptVersion, made } = this.#options;
    const prompt = assemblePrompt(promptVersion, rendered, { maxTokens });
    this.#made.push({ rendered, prompt });
    made(prompt);
    return prompt;
  }
}

/** Made for a room of this size, or whole and no larger. */
function isFor(maxTokens: number | null, prompt: AssembledPrompt): boolean {
  if (prompt.maxTokens === maxTokens) return true;
  return prompt.truncated.length === 0 && prompt.tokens <= (maxTokens ?? Infinity);
}
