import { type Client, operation, type RunEventData } from 'tributary/client';
import { AppError } from 'tributary/sdk';

/** A run as its reader saw it. */
export interface RecordedRun {
  readonly runId: string;
  /** All parts in their order; the last one is the end. */
  readonly parts: readonly RunEventData[];
  /** The text that was streamed. */
  readonly text: string;
  /** The outcome, one of the members of `AIResult`; null when the run failed or was cancelled. */
  readonly result: RunResult | null;
}
export interface RunResult {
  readonly __typename: string;
  readonly text?: string | null;
  readonly output?: unknown;
  readonly reason?: string | null;
  readonly result: { engine: string; grounded: boolean | null; promptVersion: string | null };
}
export interface TestDocument {
  readonly id: string;
  readonly versionId: string;
}
export interface RunOptions {
  /** Run it although a result is stored. */
  readonly anew?: boolean;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** Somebody with all rights in a tenant, who calls the composed graph through the gateway. */
export interface TestTenant {
  readonly id: string;
  /** A key of its administrator. */
  readonly token: string;
  readonly client: Client;
  /** The data of a query or mutation. Errors: `ClientError` with the server's code. */
  query<Data = Record<string, unknown>>(document: string, variables?: Record<string, unknown>): Promise<Data>;
  /** What a subscription's one field gives, to its end. */
  stream<Value = RunEventData>(
    document: string,
    variables?: Record<string, unknown>,
    signal?: AbortSignal,
  ): AsyncGenerator<Value>;
  /** Adds a plain text and waits until it is read, indexed and all that follows from it is done; `\f` begins a page. */
  addDocument(text: string, options?: { name?: string; groups?: readonly string[] }): Promise<TestDocument>;
  /** Runs a capability and reads its parts to the end. */
  run(capability: string, input: unknown, options?: RunOptions): Promise<RecordedRun>;
  /** Starts a capability and does not wait for it. */
  start(
    capability: string,
    input: unknown,
    options?: RunOptions,
  ): Promise<{ runId: string; joined: boolean }>;
  /** The parts of a run, after the cursor if one is given. */
  events(runId: string, after?: string | null, signal?: AbortSignal): AsyncGenerator<RunEventData>;
}

const addText = `mutation Add($input: AddTextInput!) { addText(input: $input) {
  __typename ... on DocumentPayload { document { id versionId } } ... on Failure { code message } } }`;
const startRun = `mutation Start($input: StartRunInput!) { startRun(input: $input) {
  __typename ... on StartRunPayload { joined run { id } } ... on Failure { code message } } }`;
const info = 'result { engine grounded promptVersion model capability pluginVersion }';
/** Every part with all that it says. */
export const runParts = `__typename runId cursor
  ... on RunStarted { capability engine }
  ... on TextDelta { text }
  ... on ObjectDelta { path value }
  ... on ToolCall { callId tool arguments }
  ... on ToolResult { callId output: result error }
  ... on Citation { answerStart answerEnd versionId page start end quote document { id } }
  ... on Usage { inputTokens outputTokens costUsd }
  ... on RunRestarted { epoch reason }
  ... on RunFailed { code message retryable }
  ... on RunCancelled { by }
  ... on RunFinished { result { __typename
    ... on Answer { text output ${info} }
    ... on NeedsReview { reason output ${info} }
    ... on Refused { code reason ${info} }
    ... on BudgetExceeded { reason ${info} }
    ... on InsufficientEvidence { reason ${info} } } }`;
const follow = `subscription Follow($runId: ID!, $after: Cursor) { runEvents(runId: $runId, after: $after) { ${runParts} } }`;

/** A tenant's calls; `settled` resolves when nothing of them is left to do. */
export function testTenant(
  id: string,
  token: string,
  client: Client,
  settled: () => Promise<void>,
): TestTenant {
  const tenant: TestTenant = {
    id,
    token,
    client,
    query: <Data>(document: string, variables: Record<string, unknown> = {}) =>
      client.request(operation<Data>(document), variables),
    async *stream<Value>(document: string, variables: Record<string, unknown> = {}, signal?: AbortSignal) {
      const answers = client.subscribe(operation<Record<string, Value>>(document), variables, { signal });
      for await (const data of answers) yield Object.values(data)[0] as Value;
    },
    async addDocument(text, { name = 'note.txt', groups = null as readonly string[] | null } = {}) {
      const { addText: added } = await tenant.query<{ addText: Outcome<{ document: TestDocument }> }>(
        addText,
        { input: { name, text, groups } },
      );
      const { document } = expectPayload(added);
      await settled();
      return document;
    },
    async start(capability, input, { anew = false, idempotencyKey } = {}) {
      const { startRun: started } = await tenant.query<{
        startRun: Outcome<{ joined: boolean; run: { id: string } }>;
      }>(startRun, { input: { capability, arguments: input, anew, idempotencyKey } });
      const { run, joined } = expectPayload(started);
      return { runId: run.id, joined };
    },
    events: (runId, after = null, signal) => tenant.stream(follow, { runId, after }, signal),
    async run(capability, input, options = {}) {
      const { runId } = await tenant.start(capability, input, options);
      const parts: RunEventData[] = [];
      for await (const part of tenant.events(runId, null, options.signal)) parts.push(part);
      // What follows from its end, as a decision that is recorded.
      await settled();
      const end = parts.at(-1) as (RunEventData & { result?: RunResult }) | undefined;
      const text = parts.map((part) => ('text' in part ? String(part.text) : '')).join('');
      return { runId, parts, text, result: end?.result ?? null };
    },
  };
  return tenant;
}

type Outcome<Payload> = { __typename: string } & (Payload | { code: string; message: string });

function expectPayload<Payload extends object>(outcome: Outcome<Payload>): Payload {
  if (!('code' in outcome)) return outcome as Payload;
  const { code, message } = outcome as { code: string; message: string };
  throw new AppError(code as never, { thing: message, reason: message });
}
