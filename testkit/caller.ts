import { type Client, createClient } from 'tributary/client';

/** What was answered to one request. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  body: any;
}

/** Somebody with a key who calls a gateway over plain HTTP, so that a test sees exactly what comes back. */
export class Caller {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  /** Posts one operation. */
  async post(
    query: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    return this.send(JSON.stringify({ query, variables }), headers);
  }

  /** Posts a body as it is. */
  async send(body: string, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${this.token}`,
        ...headers,
      },
      body,
    });
    return readReply(response);
  }

  /** The data of an operation that has to succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  async data(query: string, variables: Record<string, unknown> = {}): Promise<any> {
    const { body, text } = await this.post(query, variables);
    if (!body?.data || body.errors) throw new RangeError(`${query} was answered with ${text}`);
    return body.data;
  }

  /** The payload of a mutation with one input, that has to succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  async change(field: string, inputType: string, input: object, payload: string): Promise<any> {
    const query = `mutation Change($input: ${inputType}!) {
      result: ${field}(input: $input) { __typename ${payload} ... on Failure { code message } }
    }`;
    const { result } = await this.data(query, { input });
    if (result.code) throw new RangeError(`${field} was answered with ${JSON.stringify(result)}`);
    return result;
  }

  /** The library's client with the same key; close it. */
  client(transport: 'websocket' | 'sse' = 'websocket'): Client {
    return createClient({ url: this.url, token: this.token, transport });
  }
}

export async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null };
}
