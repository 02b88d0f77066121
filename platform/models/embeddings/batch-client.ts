import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'tributary/sdk';
import { ProviderFailure } from '../providers/provider.js';
import type { BatchEndpoint, EmbeddingTarget } from './target.js';

const requestMs = 60_000;
const firstPauseMs = 200;
const longestPauseMs = 30_000;
/** A batch that takes longer than the provider promises is given up. */
const longestMs = 26 * 3_600_000;

const named = z.object({ id: z.string() });
const state = z.object({
  id: z.string(),
  status: z.string(),
  output_file_id: z.string().nullish(),
  request_counts: z.object({ completed: z.number() }).nullish(),
});
const line = z.object({
  custom_id: z.string(),
  response: z.object({
    status_code: z.literal(200),
    body: z.object({
      data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()) })),
      usage: z.object({ prompt_tokens: z.number() }).nullish(),
    }),
  }),
});

export interface BatchOutcome {
  readonly vectors: number[][];
  readonly inputTokens: number;
}

/** Works off one batch by the protocol of OpenAI: a file of requests goes up, a file of answers comes down. */
export class BatchClient {
  constructor(
    private readonly target: EmbeddingTarget,
    private readonly endpoint: BatchEndpoint,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws ProviderFailure, and what `progress` throws: the batch is cancelled there then */
  async run(texts: readonly string[], progress: (done: number) => Promise<void>): Promise<BatchOutcome> {
    const { batchSize } = this.target;
    const requests = Array.from({ length: Math.ceil(texts.length / batchSize) }, (_, at) =>
      texts.slice(at * batchSize, (at + 1) * batchSize),
    );
    const input = await this.#upload(requests);
    let files = [input];
    try {
      const output = await this.#workedOff(input, texts.length, requests.length, progress);
      files = [input, output];
      const answer = await this.#ask(`files/${output}/content`, { method: 'GET' });
      return joined(await answer.text(), requests);
    } finally {
      // The provider keeps files until they are deleted; what fails here is left to its own retention.
      for (const file of files) await this.#end(`files/${file}`, 'DELETE');
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
    const form = new FormData();
    form.set('purpose', 'batch');
    form.set('file', new Blob([`${lines.join('\n')}\n`], { type: 'application/jsonl' }), 'texts.jsonl');
    return (await this.#json('files', { method: 'POST', body: form }, named)).id;
  }

  async #workedOff(
    input: string,
    texts: number,
    requests: number,
    progress: (done: number) => Promise<void>,
  ): Promise<string> {
    const body = JSON.stringify({
      input_file_id: input,
      endpoint: '/v1/embeddings',
      completion_window: '24h',
    });
    const headers = { 'content-type': 'application/json' };
    const { id } = await this.#json('batches', { method: 'POST', body, headers }, named);
    const giveUpAt = Date.now() + longestMs;
    try {
      for (
        let pauseMs = firstPauseMs;
        Date.now() < giveUpAt;
        pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      ) {
        const seen = await this.#json(`batches/${id}`, { method: 'GET' }, state);
        if (seen.status === 'completed' && seen.output_file_id) return seen.output_file_id;
        if (!['validating', 'in_progress', 'finalizing'].includes(seen.status))
          throw new ProviderFailure({ class: 'interrupted' });
        await progress(Math.floor(((seen.request_counts?.completed ?? 0) * texts) / Math.max(1, requests)));
        await wait(pauseMs, undefined, { signal: this.signal });
      }
      throw new ProviderFailure({ class: 'timeout' });
    } catch (error) {
      await this.#end(`batches/${id}/cancel`, 'POST');
      throw error;
    }
  }

  async #json<Form extends z.ZodType>(path: string, init: RequestInit, form: Form): Promise<z.output<Form>> {
    const answer = await this.#ask(path, init);
    const parsed = form.safeParse(await answer.json().catch(() => null));
    if (!parsed.success) throw new ProviderFailure({ class: 'malformed' });
    return parsed.data;
  }

  async #ask(path: string, init: RequestInit, signal = this.signal): Promise<Response> {
    const { baseUrl, apiKey, headers } = this.endpoint;
    const key: Record<string, string> = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
    let answer: Response;
    try {
      answer = await fetch(`${baseUrl.replace(/\/$/, '')}/${path}`, {
        ...init,
        headers: { ...key, ...headers, ...init.headers },
        signal: AbortSignal.any([signal, AbortSignal.timeout(requestMs)]),
      });
    } catch (cause) {
      throw new ProviderFailure({ class: 'connection' }, { cause });
    }
    if (!answer.ok) throw new ProviderFailure({ class: 'bad-request', status: answer.status });
    return answer;
  }

  /** Also after the signal has ended: what was begun at the provider is ended there. */
  async #end(path: string, method: string): Promise<void> {
    const signal = AbortSignal.timeout(5_000);
    await this.#ask(path, { method }, signal).then(
      (answer) => answer.body?.cancel(),
      () => undefined,
    );
  }
}

/** The answers come in any order; one that is missing makes all of them useless. */
function joined(content: string, requests: readonly (readonly string[])[]): BatchOutcome {
  const answers = new Map<string, z.output<typeof line>['response']['body']>();
  for (const text of content.split('\n')) {
    if (text.trim() === '') continue;
    const parsed = line.safeParse(asJson(text));
    if (!parsed.success) throw new ProviderFailure({ class: 'malformed' });
    answers.set(parsed.data.custom_id, parsed.data.response.body);
  }
  let inputTokens = 0;
  const vectors = requests.flatMap((texts, at) => {
    const answer = answers.get(String(at));
    if (answer?.data.length !== texts.length) throw new ProviderFailure({ class: 'malformed' });
    inputTokens += answer.usage?.prompt_tokens ?? 0;
    return answer.data.toSorted((one, other) => one.index - other.index).map(({ embedding }) => embedding);
  });
  return { vectors, inputTokens };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
