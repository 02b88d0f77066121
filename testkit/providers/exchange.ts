import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Answer, AnswerPart } from './answer.js';

/** What a request of any of the protocols may hold, as far as tests ask for it. */
export interface ChatBody {
  model: string;
  stream?: boolean;
  messages: { role: string; content: unknown }[];
  response_format?: { type: string; json_schema?: { name: string; schema: unknown; strict?: boolean } };
  tools?: unknown[];
  tool_choice?: unknown;
  temperature?: number;
  seed?: number;
  max_tokens?: number;
  /** Of Ollama: a JSON Schema or `json`, and its options. */
  format?: unknown;
  options?: Record<string, unknown>;
  /** Of Anthropic. */
  system?: unknown;
  /** Of embeddings. */
  input?: string[];
  dimensions?: number;
  encoding_format?: string;
}

/** The kinds of error that protocols name each in their own words. */
export type ErrorKind =
  | 'context-window'
  | 'content-policy'
  | 'rate-limit'
  | 'quota'
  | 'overloaded'
  | 'authentication'
  | 'server'
  | 'bad-request';

/** The frames of an answer as a protocol writes them, in the order of sending. */
export interface Frames {
  readonly begin: readonly string[];
  readonly parts: readonly string[];
  /** Why it ended, and what it used. */
  readonly end: readonly string[];
  /** The mark without which a stream is broken. */
  readonly mark: string;
}

/** How one protocol writes answers and errors. */
export interface Dialect {
  readonly streamType: string;
  frames(answer: Answer, model: string): Frames;
  /** A frame for one part more. */
  part(part: AnswerPart, index: number, model: string): string;
  /** The same answer to who did not ask for a stream. */
  whole(answer: Answer, model: string): unknown;
  error(kind: ErrorKind, message: string): unknown;
}

/** One request and its response, as a behaviour gets them. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: ChatBody;
  readonly dialect: Dialect;
  readonly response: ServerResponse;
}

/** What the server does with one request. */
export type Behaviour = (exchange: Exchange) => void | Promise<void>;
