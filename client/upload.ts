import { ClientError } from './client-error.js';
import { type Endpoint, reach, refusalOf, send } from './request.js';

export interface UploadRequest {
  name: string;
  bytes: Uint8Array;
  mediaType?: string | null;
  /** Groups that may read it; everybody of the tenant by default. */
  groups?: readonly string[] | null;
  /** The document of which this is a new version. */
  documentId?: string | null;
  signal?: AbortSignal;
}
export interface UploadedDocument {
  id: string;
  name: string;
  status: string;
  /** False when these bytes were known. */
  created: boolean;
}

const createUpload = `mutation CreateUpload($input: CreateUploadInput!) {
  createUpload(input: $input) { __typename ... on CreateUploadPayload { uploadId url } ... on Failure { code message hint } }
}`;
const completeUpload = `mutation CompleteUpload($input: CompleteUploadInput!) {
  completeUpload(input: $input) { __typename ... on DocumentPayload { created document { id name status } } ... on Failure { code message hint } }
}`;

/** Uploads a file: asks for a URL, sends the bytes there, makes the document. Acknowledged when this returns. */
export async function upload(
  endpoint: Endpoint,
  { name, bytes, mediaType, groups, documentId, signal }: UploadRequest,
): Promise<UploadedDocument> {
  const input = { name, mediaType: mediaType ?? null, size: bytes.byteLength, groups: groups ?? null };
  const { uploadId, url } = await mutate<{ uploadId: string; url: string }>(
    endpoint,
    createUpload,
    input,
    signal,
  );
  const body = bytes as Uint8Array<ArrayBuffer>;
  const headers = { 'content-type': 'application/octet-stream' };
  const response = await reach(new URL(url, endpoint.url), { method: 'PUT', body, headers, signal });
  if (!response.ok) throw await refusalOf(response);
  await response.body?.cancel();
  const completed = { uploadId, documentId: documentId ?? null };
  const { created, document } = await mutate<{ created: boolean; document: UploadedDocument }>(
    endpoint,
    completeUpload,
    completed,
    signal,
  );
  return { ...document, created };
}

/** The payload of a mutation; one of its expected failures is thrown with its code. */
async function mutate<Payload>(
  endpoint: Endpoint,
  query: string,
  input: unknown,
  signal?: AbortSignal,
): Promise<Payload> {
  const data = (await send(endpoint, { query, variables: { input } }, signal)) as Record<
    string,
    { code?: string; message?: string; hint?: string }
  >;
  const [result] = Object.values(data);
  if (result?.code !== undefined)
    throw new ClientError(result.code, result.message ?? result.code, { hint: result.hint });
  return result as Payload;
}
