import { z } from 'tributary/sdk';
import type { CassettePlace } from '../cassettes/cassette.js';
import { scriptForm } from '../providers/script.js';

const milliseconds = z.int().positive().max(600_000);

/** How long a target may take. The signal and the deadline of who asks shorten it. */
const timeouts = z.strictObject({
  connectMs: milliseconds.default(2000),
  /** From the request to the first part of its answer; all attempts at a target share it while others wait behind. */
  firstTokenMs: milliseconds.default(10_000),
  chunkMs: milliseconds.default(15_000),
  totalMs: milliseconds.default(60_000),
});

/** What a header can carry (RFC 9110, 5.5): a line break in it would begin another one. */
export const headerValue = /^[\t -~\u0080-\u00ff]*$/;
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is no name of a header')
  .refine((name) => !framing.has(name.toLowerCase()), 'is made by the connection itself; take it out');
const framing: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** One model at one provider, as the models file names it. */
export const targetForm = z.strictObject({
  provider: z.enum([
    'openai',
    'anthropic',
    'ollama',
    'huggingface',
    'scripted',
    'obedient',
    'benign',
    'judge',
  ]),
  /** Whose it is in prices, calls and traces, where that is not `provider`: `azure.ai.openai`, `openrouter` … */
  vendor: z.string().min(1).max(100).optional(),
  /** Without it the provider's own address. */
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  model: z.string().min(1),
  /** Path of a file with the key, relative to the models file; else `MODELS_API_KEY`. */
  apiKeyFile: z.string().min(1).optional(),
  /** The header that the key goes into, where it is not the protocol's own; Azure's is `api-key`. */
  apiKeyHeader: headerName.optional(),
  /** Sent with every request, and added to its address, such as Azure's `api-version`. */
  headers: z
    .record(headerName, z.string().regex(headerValue, 'has a character that no header can carry'))
    .optional(),
  query: z.record(z.string().min(1), z.string()).optional(),
  /** Put into every request to chat, for what this provider alone knows, such as `reasoning_effort`. */
  parameters: z.record(z.string().min(1), z.unknown()).optional(),
  /** What fits into its window, prompt and answer together. */
  contextTokens: z.int().positive().optional(),
  maxOutputTokens: z.int().positive().optional(),
  timeouts: timeouts.prefault({}),
  /** How it takes a schema: natively, as any JSON object, or only in words. */
  structured: z.enum(['schema', 'object', 'none']).optional(),
  /** Of an embedding model: how long its vectors are, and how many texts one call takes. */
  dimensions: z.int().positive().max(16_000).optional(),
  batchSize: z.int().positive().max(2048).optional(),
  /** Whether large amounts are embedded by the provider's interface for batches. */
  batchApi: z.boolean().default(false),
  /** A folder of recorded exchanges that stands in for the provider, relative to the models file. */
  cassette: z.string().min(1).optional(),
  /** Of `scripted`: what it says, or a file with it, relative to the models file. */
  script: z.union([z.string().min(1), scriptForm]).optional(),
});

export type Timeouts = z.output<typeof timeouts>;

/** A target with its name and its key; its paths are absolute. */
export interface TargetSettings extends Omit<z.output<typeof targetForm>, 'apiKeyFile' | 'cassette'> {
  readonly name: string;
  readonly apiKey: string | null;
  /** Recorded exchanges that stand in for the provider, or are being recorded. */
  readonly tape?: CassettePlace | undefined;
}
