import type { TokenUsage } from '#platform';
import type { EventReader, WireEvent } from './event-reader.js';
import { interrupted, malformed } from './failure.js';
import type { ChatChunk } from './provider.js';

export type FinishReason = Extract<ChatChunk, { type: 'finish' }>['reason'];

/** What an answer says of itself beside its text. */
export interface AnswerFacts {
  usage: TokenUsage | null;
  finish: FinishReason | null;
  responseId: string | null;
  model: string | null;
}

/**
 * One streamed answer by a protocol, event by event: whether it keeps its form and its order, what it says of itself,
 * and whether it came to its end.
 */
export abstract class Protocol {
  abstract readonly mediaType: string;
  abstract readonly reader: EventReader;
  /** How an event is written down again for the vendor's client. */
  abstract write(event: WireEvent): string;
  readonly facts: AnswerFacts = { usage: null, finish: null, responseId: null, model: null };
  #last: WireEvent | null = null;
  #saying = 0;
  #repeats = 0;
  #events = 0;

  /** Takes the next event; true after the mark of the end. @throws ProviderFailure */
  take(event: WireEvent): boolean {
    const isRepeated = event.data === this.#last?.data;
    // The same event under the same id was sent twice.
    if (isRepeated && event.id !== null && event.id === this.#last?.id) throw malformed();
    this.#last = event;
    this.#events += 1;
    return this.read(event.data, isRepeated);
  }

  /** The stream is over, and its mark of the end did not come. @throws ProviderFailure always */
  endedEarly(): never {
    // A body without one event is not the beginning of an answer.
    throw this.#events === 0 ? malformed() : interrupted();
  }

  protected abstract read(data: string, isRepeated: boolean): boolean;

  protected get isFirst(): boolean {
    return this.#events === 1;
  }

  /** An event that adds to the answer. */
  protected said(isRepeated: boolean): void {
    this.#saying += 1;
    if (isRepeated) this.#repeats += 1;
  }

  /**
   * The answer is whole. Two equal events in a row can be two equal tokens; when more events spoke than tokens were made,
   * one was sent twice. @throws ProviderFailure `malformed`
   */
  protected checkWhole(): void {
    if (this.facts.finish === null) throw interrupted();
    const tokens = this.facts.usage?.outputTokens ?? 0;
    if (this.#repeats > 0 && tokens > 0 && this.#saying > tokens) throw malformed();
  }
}

/** A JSON object. @throws ProviderFailure `malformed` */
export function objectOf(data: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    // What it says repeats a part of the text.
    throw malformed();
  }
  if (!isObject(value)) throw malformed();
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** More than any call has: a bill beyond is none, and would not fit into a ledger. */
const mostTokens = 1_000_000_000;

/** A count of tokens; null when it is none. */
export function tokensOrNull(value: unknown): number | null {
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostTokens;
  return isCount ? value : null;
}

export const writeServerSent = ({ data }: WireEvent): string =>
  `${data
    .split('\n')
    .map((line) => `data: ${line}`)
    .join('\n')}\n\n`;
