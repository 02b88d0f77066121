/* Our spans in the names of OpenInference (Arize Phoenix), beside those of OpenTelemetry. */
import type { SpanAttributes, SpanKind, SpanRecord } from '#platform';
import { type Attributes, known, some } from './described-span.js';

const kinds: Record<SpanKind, string> = {
  request: 'CHAIN',
  run: 'CHAIN',
  prompt: 'PROMPT',
  chat: 'LLM',
  embeddings: 'EMBEDDING',
  retrieval: 'RETRIEVER',
  tool: 'TOOL',
  guardrail: 'GUARDRAIL',
  rules: 'EVALUATOR',
  cache: 'CHAIN',
};

export function openInference({ kind, name, attributes }: SpanRecord): Attributes {
  return {
    'openinference.span.kind': kinds[kind],
    ...(kind === 'chat' ? languageModel(attributes) : {}),
    ...(kind === 'embeddings' ? known({ 'embedding.model_name': attributes.model }) : {}),
    ...(kind === 'tool' ? { 'tool.name': attributes.tool ?? name } : {}),
    ...(kind === 'retrieval' ? retrieved(attributes) : {}),
  };
}

function languageModel({ model, provider, usage, nanoUsd, promptVersion }: SpanAttributes): Attributes {
  return known({
    'llm.model_name': model,
    'llm.provider': provider,
    'llm.token_count.prompt': usage?.inputTokens,
    'llm.token_count.completion': usage?.outputTokens,
    'llm.token_count.total': usage && usage.inputTokens + usage.outputTokens,
    'llm.token_count.prompt_details.cache_read': some(usage?.cacheReadTokens),
    'llm.token_count.prompt_details.cache_write': some(usage?.cacheWriteTokens),
    'llm.token_count.completion_details.reasoning': some(usage?.reasoningTokens),
    'llm.cost.total': typeof nanoUsd === 'string' ? Number(nanoUsd) / 1e9 : undefined,
    'llm.prompt_template.version': promptVersion,
  });
}

function retrieved({ documents = [] }: SpanAttributes): Attributes {
  const lists = documents.map(({ id, score }, at) =>
    known({
      [`retrieval.documents.${at}.document.id`]: id,
      [`retrieval.documents.${at}.document.score`]: score,
    }),
  );
  return Object.assign({}, ...lists) as Attributes;
}
