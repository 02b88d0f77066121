import type { SpanRecord, SpanTree } from '#platform';
import type { Metrics } from '../metrics.js';

/** What model calls took, in OpenTelemetry's metrics for generative AI. Labels come from the configuration, so they are few. */
export function measureSpans({ spans, dropped }: SpanTree, metrics: Metrics): void {
  if (dropped > 0) metrics.spansDropped.inc({ reason: 'run' }, dropped);
  for (const span of spans) {
    if (span.kind === 'chat' || span.kind === 'embeddings') measureCall(span, metrics);
  }
}

function measureCall({ kind, attributes, durationMs, error }: SpanRecord, metrics: Metrics): void {
  const { provider, model, usage, timeToFirstChunkMs, chunks } = attributes;
  // A call that was refused before it was made, such as for its cost, is none of a provider's.
  if (provider === undefined || model === undefined) return;
  const call = {
    gen_ai_operation_name: kind,
    gen_ai_provider_name: provider,
    gen_ai_request_model: model,
  };
  metrics.modelDuration.observe({ ...call, error_type: error ?? '' }, durationMs / 1000);
  if (usage) {
    metrics.modelTokens.observe({ ...call, gen_ai_token_type: 'input' }, usage.inputTokens);
    if (kind === 'chat') {
      metrics.modelTokens.observe({ ...call, gen_ai_token_type: 'output' }, usage.outputTokens);
    }
  }
  if (timeToFirstChunkMs === undefined) return;
  metrics.modelFirstChunk.observe(call, timeToFirstChunkMs / 1000);
  if (chunks === undefined || chunks < 2) return;
  metrics.modelOutputChunk.observe(call, (durationMs - timeToFirstChunkMs) / (chunks - 1) / 1000);
}
