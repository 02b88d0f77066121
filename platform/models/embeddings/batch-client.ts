import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError, z } from 'tributary/sdk';
import { ProviderFailure } from '../providers/provider.js';
import { openaiUrl } from '../providers/settings.js';
import { targetHeaders } from '../providers/target-headers.js';
import { mostVectorBytes } from '../providers/vectors.js';
import { Wire, type WireRequest } from '../providers/wire.js';
import { bytesOf } from '../providers/wire-body.js';
import { type BatchAnswers, batchAnswers } from './batch-answers.js';
import type { BatchEndpoint, EmbeddingTarget } from './target.js';

const requestMs = 60_000;
const firstPauseMs = 200;
const longestPauseMs = 30_000;
/** A batch that takes longer than the provider promises is given up. */
const longestMs = 26 * 3_600_000;
/** A provider that does not answer for so long while it works is given up. */
const longestSilenceMs = 600_000;
const mostStateBytes = 1024 * 1024;
const underWay: ReadonlySet<string> = new Set(['validating', 'in_progress', 'finalizing']);

const named = z.object({ id: z.string() });
const state = z.object({
  status: z.string(),
  output_file_id: z.string().nullish(),
  error_file_id: z.string().nullish(),
  request_counts: z.object({ completed: z.number() }).nullish(),
});
type State = z.output<typeof state>;
type Request = Pick<WireRequest, 'method'> & { body?: string; type?: string };

/** Works off one batch by the protocol of OpenAI: a file of requests goes up, a file of answers comes down. */
export class BatchClient {
  readonly #wire: Wire;
  readonly #files = new Set<string>();
  /** The part of the requests that was worked off when the provider last told: 0 to 1. */
  done = 0;

  constructor(
    private readonly target: EmbeddingTarget,
    private readonly endpoint: BatchEndpoint,
    private readonly signal: AbortSignal,
  ) {
    this.#wire = new Wire(endpoint.timeouts.connectMs);
  }

  /** @throws ProviderFailure, and what `progress` throws: the batch is cancelled there then */
  async run(texts: readonly string[], progress: (done: number) => Promise<void>): Promise<BatchAnswers> {
    const { batchSize } = this.target;
    const requests = Array.from({ length: Math.ceil(texts.length / batchSize) }, (_, at) =>
      texts.slice(at * batchSize, (at + 1) * batchSize),
    );
    try {
      const input = await this.#upload(requests);
      const output = await this.#workedOff(input, requests.length, () =>
        progress(Math.floor(this.done * texts.length)),
      );
      return batchAnswers(await this.#content(output), requests);
    } finally {
      // The provider keeps files until they are deleted; what fails here is left to its own retention.
      for (const file of this.#files) await this.#end(`files/${file}`, 'DELETE');
    }
  }

  async #upload(requests: readonly (readonly string[])[]): Promise<string> {
    const { model, dimensions } = this.target;
    const lines = requests.map((texts, at) =>
      JSON.stringify({
        custom_id: String(at),
        method: 'POST',
        url: '/v1/embeddings',
        body: { model, input: texts, encoding_format: 'float', ...(dimensions ? { dimensions } : {}) },
      }),
    );
    const { id } = await this.#json('files', { method: 'POST', ...fileForm(`${lines.join('\n')}\n`) }, named);
    this.#files.add(id);
    return id;
  }

  /** The file of the answers; of a batch that expired, with those that were ready. */
  async #workedOff(input: string, requests: number, progress: () => Promise<void>): Promise<string> {
    const body = JSON.stringify({
      input_file_id: input,
      endpoint: '/v1/embeddings',
      completion_window: '24h',
    });
    const { id } = await this.#json('batches', { method: 'POST', body, type: 'application/json' }, named);
    const giveUpAt = Date.now() + longestMs;
    let answered = Date.now();
    try {
      for (
        let pauseMs = firstPauseMs;
        Date.now() < giveUpAt;
        pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      ) {
        const seen = await this.#look(id, answered);
        if (seen !== null) {
          answered = Date.now();
          const counted = (seen.request_counts?.completed ?? 0) / Math.max(1, requests);
          this.done = seen.status === 'completed' ? 1 : Math.min(1, Math.max(this.done, counted));
          for (const file of [seen.output_file_id, seen.error_file_id]) if (file) this.#files.add(file);
          if (!underWay.has(seen.status)) {
            if (seen.output_file_id) return seen.output_file_id;
            throw new ProviderFailure({ class: 'interrupted' });
          }
        }
        await progress();
        await wait(pauseMs, undefined, { signal: this.signal });
      }
      throw new ProviderFailure({ class: 'timeout' });
    } catch (error) {
      await this.#end(`batches/${id}/cancel`, 'POST');
      throw error;
    }
  }

  /** How the batch stands; null when the provider does not say just now, for what it works at is not lost by that. */
  async #look(id: string, answered: number): Promise<State | null> {
    try {
      return await this.#json(`batches/${id}`, { method: 'GET' }, state);
    } catch (error) {
      const isOurs = this.signal.aborted || error instanceof AppError;
      const isFinal = error instanceof ProviderFailure && final.has(error.class);
      if (isOurs || isFinal || Date.now() - answered > longestSilenceMs) throw error;
      return null;
    }
  }

  async #json<Form extends z.ZodType>(path: string, request: Request, form: Form): Promise<z.output<Form>> {
    const signal = this.#limited();
    const value = await this.#wire.json(this.#request(path, request), mostStateBytes, signal);
    const parsed = form.safeParse(value);
    if (!parsed.success) throw new ProviderFailure({ class: 'malformed' });
    return parsed.data;
  }

  async #content(file: string): Promise<string> {
    const signal = this.#limited();
    const { body } = await this.#wire.send(this.#request(`files/${file}/content`, { method: 'GET' }), signal);
    return (await bytesOf(body, mostVectorBytes, signal)).toString('utf8');
  }

  #limited(): AbortSignal {
    return AbortSignal.any([this.signal, AbortSignal.timeout(requestMs)]);
  }

  #request(path: string, { method, body, type }: Request): WireRequest {
    const { baseUrl = openaiUrl, query = {} } = this.endpoint;
    const parameters = new URLSearchParams(query).toString();
    const url = `${baseUrl.replace(/\/+$/, '')}/${path}${parameters === '' ? '' : `?${parameters}`}`;
    const headers = {
      ...targetHeaders(this.endpoint),
      ...(type === undefined ? {} : { 'content-type': type }),
    };
    return { url, method, headers, body: body ?? null };
  }

  /** Also after the signal has ended: what was begun at the provider is ended there. */
  async #end(path: string, method: 'POST' | 'DELETE'): Promise<void> {
    const signal = AbortSignal.timeout(5_000);
    await this.#wire.send(this.#request(path, { method }), signal).then(
      ({ body }) => body.dump(),
      () => undefined,
    );
  }
}

/** What waiting does not mend. */
const final: ReadonlySet<string> = new Set(['authentication', 'bad-request']);

/** A form with one file, as RFC 7578 has it. */
function fileForm(content: string): { body: string; type: string } {
  const boundary = `tributary-${randomUUID()}`;
  const part = (disposition: string, text: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n${text}\r\n`;
  const file = 'name="file"; filename="texts.jsonl"\r\ncontent-type: application/jsonl';
  const body = `${part('name="purpose"', 'batch')}${part(file, content)}--${boundary}--\r\n`;
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}
