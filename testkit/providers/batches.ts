import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { embedded } from './embeddings.js';

export type BatchStatus = 'completed' | 'failed' | 'expired' | 'in_progress';

interface Batch {
  readonly id: string;
  readonly input: string;
  /** How many looks still find it in progress. */
  looksLeft: number;
  readonly end: BatchStatus;
  cancelled: boolean;
}

/** Files and batches of the OpenAI protocol, for requests of embeddings. */
export class Batches {
  readonly #files = new Map<string, string>();
  readonly #batches = new Map<string, Batch>();
  #next = { looks: 1, end: 'completed' as BatchStatus, loses: 0, failingLooks: 0 };

  /** Later batches are in progress for so many looks, end so, lose the answers to so many requests; looks fail meanwhile. */
  behave(next: Partial<{ looks: number; end: BatchStatus; loses: number; failingLooks: number }>): void {
    this.#next = { ...this.#next, ...next };
  }

  /** Whether the request was for files or batches, and is answered. */
  answer(method: string, path: string, raw: Buffer, contentType: string, response: ServerResponse): boolean {
    const [, kind, id, action] = /^\/v1\/(files|batches)(?:\/([^/?]+))?(?:\/([^/?]+))?/.exec(path) ?? [];
    if (kind === undefined) return false;
    if (kind === 'files') this.#answerFiles(method, id, action, raw, contentType, response);
    else this.#answerBatches(method, id, action, raw, response);
    return true;
  }

  #answerFiles(
    method: string,
    id: string | undefined,
    action: string | undefined,
    raw: Buffer,
    contentType: string,
    response: ServerResponse,
  ): ServerResponse {
    if (method === 'POST' && id === undefined) {
      const made = `file-${randomUUID()}`;
      this.#files.set(made, filePart(raw, contentType));
      return json(response, 200, { id: made, object: 'file', purpose: 'batch' });
    }
    const content = id === undefined ? undefined : this.#files.get(id);
    if (id === undefined || content === undefined)
      return json(response, 404, { error: { message: 'no file' } });
    if (method === 'DELETE') {
      this.#files.delete(id);
      return json(response, 200, { id, object: 'file', deleted: true });
    }
    if (action !== 'content') return json(response, 200, { id, object: 'file', bytes: content.length });
    return response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(content);
  }

  #answerBatches(
    method: string,
    id: string | undefined,
    action: string | undefined,
    raw: Buffer,
    response: ServerResponse,
  ): ServerResponse {
    if (method === 'POST' && id === undefined) {
      const { input_file_id } = JSON.parse(raw.toString()) as { input_file_id: string };
      const input = this.#files.get(input_file_id);
      if (input === undefined) return json(response, 400, { error: { message: 'no such file' } });
      const batch = { id: `batch_${randomUUID()}`, input, cancelled: false };
      const made = { ...batch, looksLeft: this.#next.looks, end: this.#next.end };
      this.#batches.set(made.id, made);
      return json(response, 200, { id: made.id, object: 'batch', status: 'validating' });
    }
    const batch = id === undefined ? undefined : this.#batches.get(id);
    if (!batch) return json(response, 404, { error: { message: 'no batch' } });
    if (action === 'cancel') batch.cancelled = true;
    else if (this.#next.failingLooks > 0) {
      this.#next.failingLooks -= 1;
      return json(response, 503, { error: { message: 'busy' } });
    }
    return json(response, 200, this.#look(batch));
  }

  #look(batch: Batch): object {
    const base = { id: batch.id, object: 'batch' };
    if (batch.cancelled) return { ...base, status: 'cancelled' };
    if (batch.looksLeft > 0 || batch.end === 'in_progress') {
      batch.looksLeft -= 1;
      return { ...base, status: 'in_progress' };
    }
    if (batch.end !== 'completed') return { ...base, status: batch.end };
    const output = `file-${batch.id}`;
    this.#files.set(output, results(batch.input, this.#next.loses));
    return { ...base, status: 'completed', output_file_id: output };
  }
}

/** One line a request, in another order than they were given, as the protocol allows. */
function results(input: string, loses: number): string {
  const lines = input.split('\n').filter((line) => line.trim() !== '');
  const answers = lines.slice(loses).map((line) => {
    const { custom_id, body } = JSON.parse(line) as { custom_id: string; body: never };
    const answered = embedded({ body, path: '/v1/embeddings' });
    return JSON.stringify({ id: randomUUID(), custom_id, response: { status_code: 200, body: answered } });
  });
  return `${answers.reverse().join('\n')}\n`;
}

/** The content of the part `file` of a form. */
function filePart(raw: Buffer, contentType: string): string {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1] ?? '';
  const parts = raw.toString().split(`--${boundary}`);
  const part = parts.find((each) => /name="?file"?/.test(each)) ?? '';
  const begin = part.indexOf('\r\n\r\n');
  return begin < 0 ? '' : part.slice(begin + 4).replace(/\r\n$/, '');
}

function json(response: ServerResponse, status: number, body: unknown): ServerResponse {
  return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
