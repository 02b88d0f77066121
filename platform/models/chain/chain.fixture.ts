import type { ModelCall, OpenSpan, Price, SpanAttributes } from '#platform';
import { Metrics } from '#platform/telemetry';
import { parseModels } from '../configuration/parse-models.js';
import type { CallEnd, CallPart, CallRequest, ModelCaller, ModelChain } from '../port.js';
import { openChatProvider } from '../providers/open-provider.js';
import { type OpenProvider, openChain } from './open-chain.js';

const opened: ModelChain[] = [];
afterAll(() => Promise.all(opened.map((chain) => chain.close())));

/** A chain over the content of a models file. */
export function chainOf(
  content: object,
  metrics = new Metrics(),
  open: OpenProvider = (target) => openChatProvider(target.provider, target),
): ModelChain {
  const { targets, aliases, problems } = parseModels(content);
  expect(problems).toEqual([]);
  const settings = [...targets].map(([name, { apiKeyFile: _, ...target }]) => ({
    ...target,
    name,
    apiKey: 'key',
  }));
  const byName = new Map(settings.map((one) => [one.name, one]));
  const chain = openChain({ targets: byName, aliases }, open, metrics);
  opened.push(chain);
  return chain;
}

/** A target that speaks the OpenAI protocol. */
export const openai = (url: string, more: object = {}) => ({
  provider: 'openai',
  baseUrl: url,
  model: 'test-model',
  ...more,
});

export interface SeenSpan {
  name: string;
  attributes: SpanAttributes;
  contents: Record<string, unknown>;
  error: string | null | undefined;
}

/** Who calls, and what it was told. */
export interface SeenCaller extends ModelCaller {
  readonly calls: ModelCall[];
  readonly held: Map<string, bigint>;
  readonly spans: SeenSpan[];
}

export interface CallerOptions {
  signal?: AbortSignal;
  deadlineMs?: number;
  allowBuiltIn?: boolean;
  tenant?: string;
  capability?: string;
  price?: Price | null;
  reserve?: ModelCaller['reserve'];
}

const rate = { cacheRead: null, cacheWrite: null, reasoning: null };
/** A dollar a million tokens read, two for those written. */
export const listPrice: Price = {
  provider: 'openai',
  model: 'test-model',
  rates: { input: 1_000_000_000n, output: 2_000_000_000n, ...rate },
  tiers: [],
  effectiveFrom: '2026-01-01T00:00:00Z',
};

export function callerWith(options: CallerOptions = {}): SeenCaller {
  const calls: ModelCall[] = [];
  const held = new Map<string, bigint>();
  const spans: SeenSpan[] = [];
  const context = {
    tenant: options.tenant ?? 'tenant',
    deadline: Date.now() + (options.deadlineMs ?? 60_000),
  };
  return {
    calls,
    held,
    spans,
    context: context as ModelCaller['context'],
    capability: options.capability ?? 'ask',
    plugin: 'answers',
    signal: options.signal ?? AbortSignal.timeout(60_000),
    maxOutputTokens: 100,
    span: { begin: (_kind, name, attributes) => seenSpan(spans, name, attributes) },
    allowBuiltIn: options.allowBuiltIn ?? true,
    async reserve(callId, nanoUsd) {
      await options.reserve?.(callId, nanoUsd);
      held.set(callId, nanoUsd);
    },
    used: async (call) => void calls.push(call),
    price: async () => (options.price === undefined ? listPrice : options.price),
    prompt: async (prompt) => ({ id: '1', prompt, version: 1, text: '', settings: {} }),
  };
}

function seenSpan(spans: SeenSpan[], name: string, attributes: SpanAttributes = {}): OpenSpan {
  const seen: SeenSpan = { name, attributes: { ...attributes }, contents: {}, error: undefined };
  spans.push(seen);
  return {
    traceparent: '',
    id: '0'.repeat(16),
    begin: (_kind, inner, given) => seenSpan(spans, inner, given),
    set: (more) => void Object.assign(seen.attributes, more),
    content: (content, value) => {
      seen.contents[content] = value;
    },
    end: (error = null) => {
      seen.error = error;
    },
  };
}

export interface Read {
  parts: CallPart[];
  text: string;
  end: CallEnd | null;
  error: unknown;
  milliseconds: number;
}

/** Asks, and reads to the end, whatever it is. */
export async function ask(
  chain: ModelChain,
  caller: ModelCaller = callerWith(),
  request: Partial<CallRequest> = {},
): Promise<Read> {
  const began = performance.now();
  const read: Read = { parts: [], text: '', end: null, error: null, milliseconds: 0 };
  const stream = chain.callModel(
    {
      alias: 'chat',
      promptVersion: 'ask@1',
      schema: null,
      maxOutputTokens: 100,
      messages: [{ role: 'user', content: 'Tell me of rivers.' }],
      ...request,
    },
    caller,
  );
  try {
    for (;;) {
      const next = await stream.next();
      if (next.done) {
        read.end = next.value;
        break;
      }
      read.parts.push(next.value);
      if (next.value.type === 'text') read.text += next.value.text;
    }
  } catch (error) {
    read.error = error;
  }
  read.milliseconds = performance.now() - began;
  return read;
}
