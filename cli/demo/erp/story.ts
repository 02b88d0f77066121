import { setTimeout as wait } from 'node:timers/promises';
import { type Client, createClient, type Operation, type RunEventData } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { type Show, showRun } from '../show-run.js';

export interface StoryOptions {
  /** Where the gateway answers. */
  url: string;
  /** An administrator's. */
  token: string;
  show: Show;
}

const longestMs = 60_000;
const lookAgainMs = 100;

/** What the steps of the story share: who acts, the documents by their names, and where it is told. */
export class Story {
  readonly admin: Client;
  readonly show: Show;
  readonly #options: StoryOptions;
  readonly #clients: Client[] = [];
  readonly #ids = new Map<string, string>();

  constructor(options: StoryOptions) {
    this.#options = options;
    this.show = options.show;
    this.admin = this.clientWith(options.token);
  }

  /** A client of somebody else; closed with the story. */
  clientWith(token: string): Client {
    const client = createClient({ url: this.#options.url, token });
    this.#clients.push(client);
    return client;
  }

  name(document: string, id: string): void {
    this.#ids.set(document, id);
  }

  /** The id of a document by its name. */
  id(document: string): string {
    const id = this.#ids.get(document);
    if (id === undefined) throw new AppError('NOT_FOUND', { thing: `The document ${document}` });
    return id;
  }

  tell(line: string): void {
    this.show.line(line === '' ? '' : `   ${line}`);
  }

  /** Shows a run among what is told: who speaks, what comes, and its citations. */
  async follow(who: string, events: AsyncIterable<RunEventData>): Promise<void> {
    this.show.part(`   ${who}`);
    await showRun(events, { part: this.show.part, line: (text) => this.tell(text) });
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}

/** What has to be there for the story to go on; `CONFLICT` when it is not. */
export function found<Value>(value: Value | null | undefined | false, what: string): Value {
  if (value === null || value === undefined || value === false)
    throw new AppError('CONFLICT', { reason: `The story expects ${what}` });
  return value;
}

/** Asks until what happens in the background is there. */
export async function eventually<Value>(
  what: string,
  ask: () => Promise<Value | null | undefined>,
): Promise<Value> {
  const deadline = Date.now() + longestMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined) return answer;
    if (Date.now() > deadline) found(null, `${what} within ${longestMs / 1000} s`);
    await wait(lookAgainMs);
  }
}

interface Outcome {
  __typename: string;
  code?: string;
  message?: string;
}

/** The payload of a mutation with one input; an expected failure is thrown. */
export async function change<Payload extends object, Input>(
  client: Client,
  operation: Operation<{ result: Payload & Outcome }, { input: Input }>,
  input: Input,
): Promise<Payload> {
  const { result } = await client.request(operation, { input });
  if (result.code !== undefined)
    throw new AppError('CONFLICT', { reason: `${result.code}: ${result.message ?? result.code}` });
  return result;
}
