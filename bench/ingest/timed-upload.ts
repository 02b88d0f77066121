import { type Client, operation } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import type { BenchFile } from './files.js';

/** How long the server took to acknowledge, by request, in milliseconds. */
export type Acknowledged = Record<'createUpload' | 'PUT' | 'completeUpload' | 'addText', number[]>;

type Answer<Name extends string, Payload> = Record<Name, Payload & { code?: string; message?: string }>;

const createUpload = operation<
  Answer<'createUpload', { uploadId: string; url: string }>,
  { input: { name: string; size: number } }
>(`mutation CreateUpload($input: CreateUploadInput!) {
  createUpload(input: $input) { ... on CreateUploadPayload { uploadId url } ... on Failure { code message } }
}`);
const completeUpload = operation<Answer<'completeUpload', object>, { input: { uploadId: string } }>(
  `mutation CompleteUpload($input: CompleteUploadInput!) {
    completeUpload(input: $input) { ... on DocumentPayload { created document { id } } ... on Failure { code message } }
  }`,
);
const addText = operation<Answer<'addText', object>, { input: { name: string; text: string } }>(
  `mutation AddText($input: AddTextInput!) {
    addText(input: $input) { ... on DocumentPayload { created document { id } } ... on Failure { code message } }
  }`,
);

/** Sends files and notes how long each request took. */
export class TimedUploads {
  readonly times: Acknowledged = { createUpload: [], PUT: [], completeUpload: [], addText: [] };

  constructor(
    private readonly client: Client,
    private readonly url: string,
  ) {}

  async upload({ name, bytes }: BenchFile): Promise<void> {
    const created = await this.timed('createUpload', () =>
      this.client.request(createUpload, { input: { name, size: bytes.byteLength } }),
    );
    const { uploadId, url } = accepted(created.createUpload);
    await this.timed('PUT', async () => {
      const body = bytes as Uint8Array<ArrayBuffer>;
      const response = await fetch(new URL(url, this.url), { method: 'PUT', body });
      await response.body?.cancel();
      if (!response.ok) throw new AppError('UNAVAILABLE', { thing: `The upload (${response.status})` });
    });
    const completed = await this.timed('completeUpload', () =>
      this.client.request(completeUpload, { input: { uploadId } }),
    );
    accepted(completed.completeUpload);
  }

  async addText({ name, bytes }: BenchFile): Promise<void> {
    const text = new TextDecoder().decode(bytes);
    const added = await this.timed('addText', () => this.client.request(addText, { input: { name, text } }));
    accepted(added.addText);
  }

  private async timed<T>(request: keyof Acknowledged, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await work();
    this.times[request].push(performance.now() - began);
    return result;
  }
}

function accepted<Payload extends { code?: string; message?: string }>(payload: Payload): Payload {
  if (payload.code === undefined) return payload;
  throw new AppError('UNAVAILABLE', { thing: `The upload (${payload.code}: ${payload.message})` });
}
