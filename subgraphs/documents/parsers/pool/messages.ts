import type { ErrorShape, ParsedDocument } from 'tributary/sdk';
import type { ParseHint } from '../hint.js';

/** To the thread: one document. The bytes are transferred. */
export interface ParseRequest {
  bytes: Uint8Array;
  hint: ParseHint;
}

/** From the thread: the document, or why there is none. */
export type ParseAnswer = { document: ParsedDocument } | { error: ErrorShape };

/** From the thread, once and first: it has started, and the time of its first document begins. */
export type Ready = 'ready';
