import { createHash } from 'node:crypto';
import { sendJson } from './behaviours.js';
import type { Behaviour, Exchange } from './exchange.js';

const defaultDimensions = 8;

/** A vector of length 1 that depends on the text and the model alone, for who embeds for tests. */
export function vectorOf(text: string, model: string, dimensions = defaultDimensions): number[] {
  const numbers: number[] = [];
  for (let block = 0; numbers.length < dimensions; block += 1) {
    const digest = createHash('sha256').update(`${model}\n${block}\n${text}`).digest();
    for (let at = 0; at < digest.length && numbers.length < dimensions; at += 2)
      numbers.push(digest.readInt16BE(at));
  }
  const length = Math.hypot(...numbers) || 1;
  return numbers.map((number) => number / length);
}

/** Embeds every text as `vectorOf` does, or as given. */
export const embed =
  (vector: (text: string, model: string, dimensions?: number) => number[] = vectorOf): Behaviour =>
  (exchange) =>
    sendJson(exchange, 200, embedded(exchange, vector));

/** What the protocol of the exchange answers to a request for embeddings. */
export function embedded({ body, path }: Pick<Exchange, 'body' | 'path'>, vector = vectorOf): unknown {
  const { model, input = [], dimensions } = body;
  const vectors = [input].flat().map((text) => vector(text, model, dimensions));
  const tokens = [input].flat().reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
  if (path.startsWith('/api/')) return { model, embeddings: vectors, prompt_eval_count: tokens };
  const data = vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }));
  return { object: 'list', model, data, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}
