import { ClientError, errorOf, type GraphErrorShape } from './client-error.js';
import { payloadOf } from './operation.js';

export interface Endpoint {
  /** Where the gateway answers, e.g. `http://127.0.0.1:4000`. */
  url: string;
  /** A token or an API key; a function is asked before every request. */
  token: string | (() => string | Promise<string>);
}

export async function authorization({ token }: Endpoint): Promise<string> {
  return `Bearer ${typeof token === 'function' ? await token() : token}`;
}

/** Sends a query or mutation. Throws `ClientError` with the server's code, or `NETWORK` when it does not answer. */
export async function send(
  endpoint: Endpoint,
  body: { query: string; variables: unknown },
  signal?: AbortSignal,
): Promise<unknown> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
    authorization: await authorization(endpoint),
  };
  const response = await reach(new URL('/graphql', endpoint.url), {
    method: 'POST',
    headers,
    body: JSON.stringify(payloadOf(body)),
    signal,
  });
  const { data, errors } = await readResult(response);
  if (errors && errors.length > 0) throw errorOf(errors, response.status);
  return data;
}

export async function reach(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ClientError('NETWORK', `${url.origin} does not answer`, { retryable: true }, { cause });
  }
}

/** What an answer that is no success says, or that it says nothing. */
export async function refusalOf(response: Response): Promise<ClientError> {
  const { status } = response;
  const body = (await response.json().catch(() => null)) as { errors?: GraphErrorShape[] } | null;
  const errors = body?.errors ?? [];
  if (errors.length > 0) return errorOf(errors, status);
  const retryable = status >= 500 || status === 429;
  return new ClientError('NETWORK', `The server answered ${status}`, { retryable, status });
}

async function readResult(response: Response): Promise<{ data?: unknown; errors?: GraphErrorShape[] }> {
  try {
    return (await response.json()) as { data?: unknown; errors?: GraphErrorShape[] };
  } catch (cause) {
    const retryable = response.status >= 500;
    throw new ClientError(
      'NETWORK',
      `The server answered ${response.status} without a result`,
      { retryable, status: response.status },
      { cause },
    );
  }
}
