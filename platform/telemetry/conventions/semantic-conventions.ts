/*
 * Our spans in OpenTelemetry's names for generative AI: the only place that knows them. Pinned: `1.41` is the last
 * version within the main conventions (v1.41.0, 2026-05); `next` is the repository `semantic-conventions-genai` as of
 * its migration guide, with its draft of guardrails. Another version is one change of this file and of its golden files.
 */
import type { SpanAttributes, SpanKind, SpanRecord } from '#platform';
import { type Attributes, type Describe, type DescribedSpan, known, some } from './described-span.js';
import { describeGuardrail, describeRules } from './guardrail.js';

export type Conventions = '1.41' | 'next' | 'both';

/** What a span is called and says in the versions asked for; with `both`, each of the two names where they differ. */
export function describeSpan(span: SpanRecord, conventions: Conventions): DescribedSpan {
  const described = describe[span.kind](span);
  const isNext = conventions !== '1.41';
  const next = isNext ? (nextOnly[span.kind]?.(span) ?? null) : null;
  const attributes: Attributes = {
    ...described.attributes,
    ...(conventions === 'next' ? {} : oldNames(span.attributes)),
    ...(isNext ? newNames(span.attributes) : {}),
    ...next?.attributes,
    ...own(span.attributes),
    ...known({ 'error.type': span.error }),
  };
  return { name: next?.name ?? described.name, kind: described.kind, attributes };
}

const describe: Record<SpanKind, Describe> = {
  // Not by the name of the operation: clients choose it, so there is no end of them.
  request: ({ name }) => ({ name, kind: 'SERVER', attributes: { 'graphql.operation.type': name } }),

  run: ({ name }) => ({
    name: `invoke_workflow ${name}`,
    kind: 'INTERNAL',
    attributes: { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': name },
  }),

  chat: ({ attributes }) => ({
    name: named('chat', attributes.model),
    kind: 'CLIENT',
    attributes: {
      ...call('chat', attributes),
      ...known({
        'gen_ai.request.max_tokens': attributes.maxOutputTokens,
        'gen_ai.request.temperature': attributes.temperature,
        'gen_ai.request.seed': attributes.seed,
        'gen_ai.request.stream': true,
        'gen_ai.output.type': attributes.outputType,
        'gen_ai.prompt.name': promptName(attributes),
        'gen_ai.response.id': attributes.responseId,
        'gen_ai.response.model': attributes.responseModel,
        'gen_ai.response.finish_reasons': attributes.finishReason && [finishReason(attributes.finishReason)],
        'gen_ai.response.time_to_first_chunk': seconds(attributes.timeToFirstChunkMs),
        'gen_ai.usage.input_tokens': attributes.usage?.inputTokens,
        'gen_ai.usage.output_tokens': attributes.usage?.outputTokens,
        'gen_ai.usage.cache_read.input_tokens': some(attributes.usage?.cacheReadTokens),
        'gen_ai.usage.reasoning.output_tokens': some(attributes.usage?.reasoningTokens),
      }),
    },
  }),

  embeddings: ({ attributes }) => ({
    name: named('embeddings', attributes.model),
    kind: 'CLIENT',
    attributes: {
      ...call('embeddings', attributes),
      ...known({
        'gen_ai.embeddings.dimension.count': attributes.dimensions,
        'gen_ai.usage.input_tokens': attributes.usage?.inputTokens,
      }),
    },
  }),

  retrieval: ({ name, attributes }) => {
    const source = name.split('.')[0] ?? name;
    return {
      name: `retrieval ${source}`,
      kind: 'CLIENT',
      attributes: known({
        'gen_ai.operation.name': 'retrieval',
        'gen_ai.data_source.id': source,
        'gen_ai.retrieval.documents': attributes.documents && JSON.stringify(attributes.documents),
        'tributary.retrieval.operation': name,
      }),
    };
  },

  tool: ({ name, attributes }) => ({
    name: named('execute_tool', attributes.tool ?? name),
    kind: 'INTERNAL',
    attributes: known({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': attributes.tool ?? name,
      'gen_ai.tool.type': 'function',
      'gen_ai.tool.call.id': attributes.callId,
    }),
  }),

  prompt: ({ name, attributes }) => ({
    name: `tributary.prompt ${name}`,
    kind: 'INTERNAL',
    attributes: known({ 'gen_ai.prompt.name': promptName(attributes) ?? name }),
  }),

  guardrail: ({ name }) => ({ name: `tributary.guardrail ${name}`, kind: 'INTERNAL', attributes: {} }),
  rules: ({ name }) => ({ name: `tributary.rules ${name}`, kind: 'INTERNAL', attributes: {} }),
  cache: ({ name }) => ({ name: `tributary.cache ${name}`, kind: 'INTERNAL', attributes: {} }),
};

/** Spans that have a name of OpenTelemetry's only in the next version. */
const nextOnly: Partial<Record<SpanKind, Describe>> = { guardrail: describeGuardrail, rules: describeRules };

/** Names that the next version has changed. */
function oldNames({ usage }: SpanAttributes): Attributes {
  return known({ 'gen_ai.usage.cache_creation.input_tokens': some(usage?.cacheWriteTokens) });
}

function newNames({ usage }: SpanAttributes): Attributes {
  return known({ 'gen_ai.usage.cache_write.input_tokens': some(usage?.cacheWriteTokens) });
}

function call(operation: string, { provider, model }: SpanAttributes): Attributes {
  return {
    'gen_ai.operation.name': operation,
    // Required by the conventions; a call that no target could take has none.
    'gen_ai.provider.name': provider ?? '_OTHER',
    ...known({ 'gen_ai.request.model': model }),
  };
}

/** What OpenTelemetry has no names for. */
function own(attributes: SpanAttributes): Attributes {
  const { nanoUsd } = attributes;
  return known({
    'tributary.capability': attributes.capability,
    'tributary.plugin': attributes.plugin,
    'tributary.engine': attributes.engine,
    'tributary.outcome': attributes.outcome,
    'tributary.alias': attributes.alias,
    'tributary.target': attributes.target,
    'tributary.attempt': attributes.attempt,
    'tributary.fallback.from': attributes.fallbackFrom,
    'tributary.fallback.reason': attributes.fallbackReason,
    'tributary.prompt.version': attributes.promptVersion,
    'tributary.cost.usd': typeof nanoUsd === 'string' ? Number(nanoUsd) / 1e9 : undefined,
    'tributary.response.chunks': attributes.chunks,
    'tributary.context.truncated_tokens': attributes.truncatedTokens,
    'tributary.embeddings.texts': attributes.texts,
    'tributary.embeddings.cached': attributes.cached,
    'tributary.cache.hit': attributes.hit,
    'tributary.verdict': attributes.verdict,
    'tributary.findings': attributes.findings && [...attributes.findings],
    'tributary.screened': attributes.screened,
    'tributary.screened.hash': attributes.inputHash,
  });
}

const named = (operation: string, what: string | undefined) =>
  what === undefined ? operation : `${operation} ${what}`;

const seconds = (milliseconds: number | undefined) =>
  milliseconds === undefined ? undefined : milliseconds / 1000;

const finishReason = (reason: string) => reason.replaceAll('-', '_');

/** `summarize` of `summarize@3`. */
function promptName({ promptVersion }: SpanAttributes): string | undefined {
  return promptVersion?.replace(/@\d+$/, '');
}
