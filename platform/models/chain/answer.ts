import { AppError } from 'tributary/sdk';
import type { CallPart, CallRequest } from '../port.js';
import { ProviderFailure } from '../providers/provider.js';
import type { AttemptEnd, AttemptPart } from './attempt.js';
import { Overlap } from './overlap.js';
import { aboutTokens } from './tokens.js';

const goOn =
  'Your last message broke off. Go on exactly where it ends: do not repeat anything of it, and do not comment on this.';

/** What was passed on of an answer, over all attempts. Text that was passed on never changes. */
export class Answer {
  text = '';
  /** Whether anything was passed on. */
  hasBegun = false;
  #hasTools = false;
  #held = 0;
  readonly #request: CallRequest;

  constructor(request: CallRequest) {
    this.#request = request;
  }

  /** Only text in words can be continued by another model. */
  get canGoOn(): boolean {
    return !this.#hasTools && this.#request.schema === null;
  }

  /** What to ask now: the request, or to go on with what there is. */
  get request(): CallRequest {
    if (this.text === '') return this.#request;
    const { followedBy = [], maxOutputTokens } = this.#request;
    return {
      ...this.#request,
      followedBy: [...followedBy, { role: 'assistant', content: this.text }, { role: 'user', content: goOn }],
      maxOutputTokens: Math.max(1, maxOutputTokens - aboutTokens(Buffer.byteLength(this.text))),
    };
  }

  /** Passes an attempt on as it comes, or as a whole when it has ended well. */
  async *pass(
    stream: AsyncGenerator<AttemptPart, AttemptEnd>,
    target: string,
  ): AsyncGenerator<CallPart, AttemptEnd> {
    const parts = this.hasBegun ? this.#continued(stream, target) : stream;
    const held: CallPart[] | null = this.#request.whole === true ? [] : null;
    this.#held = 0;
    try {
      for (;;) {
        const next = await parts.next();
        if (next.done) {
          for (const part of held ?? []) yield this.#passed(part);
          return next.value;
        }
        if (held) this.#hold(held, next.value);
        else yield this.#passed(next.value);
      }
    } finally {
      await parts.return(undefined as never);
    }
  }

  /** @throws AppError `OUTPUT_SCHEMA` for more than anybody asked for, before it fills the memory */
  #hold(held: CallPart[], part: CallPart): void {
    held.push(part);
    const { longestAnswer = Infinity, promptVersion } = this.#request;
    if (part.type === 'text') this.#held += part.text.length;
    if (this.#held > longestAnswer) throw new AppError('OUTPUT_SCHEMA', { capability: promptVersion ?? '' });
  }

  /** What is passed on was made from the messages that were sent last. */
  answered(): void {
    const { messages } = this.#request;
    if ('messagesFor' in messages) messages.answered();
  }

  #passed(part: CallPart): CallPart {
    this.hasBegun = true;
    this.answered();
    if (part.type === 'text') this.text += part.text;
    if (part.type === 'tool-call') this.#hasTools = true;
    return part;
  }

  async *#continued(
    stream: AsyncGenerator<AttemptPart, AttemptEnd>,
    target: string,
  ): AsyncGenerator<CallPart, AttemptEnd> {
    const overlap = new Overlap(this.text);
    let isTold = false;
    const shown = function* (part: AttemptPart): Generator<CallPart> {
      if (part.type === 'text' && part.text === '') return;
      if (!isTold) yield { type: 'resumed', target };
      isTold = true;
      yield part;
    };
    try {
      for (;;) {
        const next = await stream.next();
        if (next.done) {
          // Who says nothing has not ended the answer.
          if (next.value.said === '') throw new ProviderFailure({ class: 'interrupted' });
          yield* shown({ type: 'text', text: overlap.end() });
          return next.value;
        }
        const part = next.value;
        yield* shown(part.type === 'text' ? { type: 'text', text: overlap.add(part.text) } : part);
      }
    } finally {
      await stream.return(undefined as never);
    }
  }
}
