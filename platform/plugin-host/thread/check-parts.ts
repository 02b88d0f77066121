import { AppError, citationSchema, type EnginePart, ExpectedOutcome, z } from 'tributary/sdk';
import type { EngineReturn } from './messages.js';

const deepest = 100;
const place = z.number().nullable();
const evidence = z.object({
  documentId: z.string(),
  versionId: z.string(),
  page: place,
  start: place,
  end: place,
  quote: z.string().nullable(),
  score: place,
});
const partSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ObjectDelta'), path: z.string(), value: z.unknown() }),
  citationSchema.extend({ type: z.literal('Citation') }),
  z.object({ type: z.literal('Evidence'), evidence: z.array(evidence).max(1000) }),
  z.object({ type: z.literal('TextResumed'), target: z.string() }),
  z.object({ type: z.literal('ToolCall'), callId: z.string(), tool: z.string(), arguments: z.unknown() }),
  z.object({
    type: z.literal('ToolResult'),
    callId: z.string(),
    result: z.unknown(),
    error: z.string().nullable(),
    denied: z.string().optional(),
  }),
]);
const returnSchema = z.union([
  z.strictObject({
    expected: z.object({
      type: z.enum(['NeedsReview', 'Refused', 'InsufficientEvidence']),
      reason: z.string(),
      output: z.unknown(),
      code: z.string(),
    }),
  }),
  z.strictObject({ output: z.unknown() }),
]);

/**
 * What an engine in another thread yields, as the SDK declares it.
 * @throws AppError `PLUGIN_PART_INVALID`
 */
export function checkPart(part: unknown, plugin: string): EnginePart {
  if (typeof part === 'string') return part;
  const parsed = partSchema.safeParse(part);
  if (!parsed.success) throw malformed(plugin, `a part: ${describe(parsed.error)}`);
  if (parsed.data.type === 'ObjectDelta') expectJson(parsed.data.value, plugin);
  if (parsed.data.type === 'ToolCall') expectJson(parsed.data.arguments, plugin);
  if (parsed.data.type === 'ToolResult') expectJson(parsed.data.result, plugin);
  return parsed.data;
}

/** What an engine returned: its output, nothing, or an expected outcome. */
export function checkReturn(returned: unknown, plugin: string): unknown {
  const parsed = returnSchema.safeParse(returned as EngineReturn);
  if (!parsed.success) throw malformed(plugin, `what an engine returned: ${describe(parsed.error)}`);
  if (!('expected' in parsed.data)) {
    expectJson(parsed.data.output, plugin);
    return parsed.data.output;
  }
  const { type, reason, output, code } = parsed.data.expected;
  expectJson(output, plugin);
  return new ExpectedOutcome(type, reason, output, code);
}

/** @throws AppError `PLUGIN_PART_INVALID` for what JSON cannot hold: a circle, a date, a map, what nests too deeply */
export function expectJson(value: unknown, plugin: string, depth = 0): void {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean')
    return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'object') throw malformed(plugin, 'a value that is not JSON');
  if (depth >= deepest) throw malformed(plugin, 'a value that nests too deeply, or in a circle');
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain) throw malformed(plugin, 'a value that is not JSON');
  for (const item of Object.values(value)) expectJson(item, plugin, depth + 1);
}

function malformed(plugin: string, reason: string): AppError {
  return new AppError('PLUGIN_PART_INVALID', { plugin, reason });
}

function describe({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'is not valid'}`;
}
