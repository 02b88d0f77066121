import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with one request. */
export type Behaviour = (body: ChatBody, response: ServerResponse) => void | Promise<void>;
export interface ChatBody {
  model: string;
  stream?: boolean;
  messages: { role: string; content: string }[];
  response_format?: { type: string };
  input?: string[];
}

/** A server that speaks the OpenAI protocol as a test tells it to. */
export interface OpenAiServer {
  url: string;
  requests: ChatBody[];
  /** One behaviour a request, in turn; the last one stays. */
  next(...behaviours: Behaviour[]): void;
  close(): Promise<void>;
}

export async function startOpenAi(): Promise<OpenAiServer> {
  const requests: ChatBody[] = [];
  let behaviours: Behaviour[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await textOf(request)) as ChatBody;
    requests.push(body);
    const behaviour = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
    await behaviour?.(body, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    next(...wanted) {
      behaviours = wanted;
      requests.length = 0;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const say =
  (...parts: string[]): Behaviour =>
  (_body, response) => {
    begin(response);
    for (const text of parts) event(response, { content: text });
    end(response);
  };

/** Says what comes, as it comes. */
export const sayAll =
  (parts: AsyncIterable<string>): Behaviour =>
  async (_body, response) => {
    begin(response);
    for await (const text of parts) event(response, { content: text });
    end(response);
  };

/** Says something, and the rest when it is told to. */
export const sayRestAfter =
  (text: string, told: Promise<void>, rest: string): Behaviour =>
  async (_body, response) => {
    begin(response);
    event(response, { content: text });
    await told;
    event(response, { content: rest });
    end(response);
  };

/** Says something, and then the connection ends in the middle. */
export const breakAfter =
  (text: string): Behaviour =>
  (_body, response) => {
    begin(response);
    event(response, { content: text });
    response.end();
  };

/** Says something, and then nothing more. */
export const hangAfter =
  (text: string): Behaviour =>
  (_body, response) => {
    begin(response);
    if (text !== '') event(response, { content: text });
  };

export const refuse =
  (status: number): Behaviour =>
  (_body, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: 'no, and here is your prompt' } }));
  };

const frame = { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'test-model' };

function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

function event(response: ServerResponse, delta: object, finish: string | null = null): void {
  const choices = [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason: finish }];
  response.write(`data: ${JSON.stringify({ ...frame, choices })}\n\n`);
}

function end(response: ServerResponse): void {
  event(response, {}, 'stop');
  response.write(
    `data: ${JSON.stringify({ ...frame, choices: [], usage: { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 } })}\n\n`,
  );
  response.end('data: [DONE]\n\n');
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
