import type { SpanAttributes, SpanKind, SpanTree } from '#platform';

const started = Date.UTC(2026, 10, 1, 12);
let ids = 0;

function span(kind: SpanKind, name: string, attributes: SpanAttributes, error: string | null = null) {
  ids += 1;
  return {
    id: ids.toString(16).padStart(16, '0'),
    parentId: ids === 1 ? null : '0000000000000001',
    kind,
    name,
    startedAt: started + ids,
    durationMs: 12.5,
    error,
    attributes,
    content: { text: 'never exported' },
  };
}

/** A run with one span of every kind, each attribute at least once. */
export const wholeTree: SpanTree = {
  tenant: '018f0000-0000-7000-8000-000000000001',
  runId: '018f0000-0000-7000-8000-000000000002',
  epoch: 1,
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  sampled: true,
  links: [{ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00000000000000aa' }],
  dropped: 0,
  spans: [
    span('run', 'answers.ask', {
      capability: 'answers.ask',
      plugin: 'answers',
      engine: 'MODEL',
      outcome: 'Answer',
      promptVersion: 'ask@3',
      nanoUsd: '9840000',
    }),
    span('guardrail', 'input', {
      screened: 'INPUT',
      verdict: 'MODIFY',
      findings: ['personal.email'],
      inputHash: `hmac-sha256:${'0'.repeat(64)}`,
    }),
    span('guardrail', 'output', { screened: 'OUTPUT', verdict: 'BLOCK', findings: ['instruction.override'] }),
    span('guardrail', 'stream', { screened: 'STREAM', verdict: 'ALLOW', findings: ['hidden.comment'] }),
    span('guardrail', 'stream', { screened: 'STREAM', verdict: 'ALLOW', findings: [] }),
    span('cache', 'answers.ask', { hit: 'MISS' }),
    span('retrieval', 'search.query', {
      documents: [
        { id: '018f0000-0000-7000-8000-000000000003', score: 0.75 },
        { id: '018f0000-0000-7000-8000-000000000004', score: null },
      ],
    }),
    span('embeddings', 'embed', {
      provider: 'openai',
      model: 'text-embedding-3-small',
      target: 'vectors',
      alias: 'embed',
      dimensions: 512,
      texts: 3,
      cached: 1,
      usage: {
        inputTokens: 20,
        outputTokens: 0,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        reasoningTokens: 0,
      },
      nanoUsd: '400',
    }),
    span('prompt', 'ask', { promptVersion: 'ask@3', truncatedTokens: 120 }),
    span(
      'chat',
      'main',
      { alias: 'chat', target: 'main', provider: 'openai', model: 'gpt-x', attempt: 1, maxOutputTokens: 100 },
      'rate-limit',
    ),
    span('chat', 'spare', {
      alias: 'chat',
      target: 'spare',
      provider: 'anthropic',
      model: 'claude-x',
      attempt: 2,
      fallbackFrom: 'main',
      fallbackReason: 'rate-limit',
      promptVersion: 'ask@3',
      maxOutputTokens: 100,
      temperature: 0.5,
      seed: 7,
      outputType: 'json',
      responseId: 'msg_1',
      responseModel: 'claude-x-2026',
      finishReason: 'tool-calls',
      usage: {
        inputTokens: 1000,
        cacheReadTokens: 300,
        cacheWriteTokens: 200,
        outputTokens: 500,
        reasoningTokens: 50,
      },
      nanoUsd: '9840000',
      timeToFirstChunkMs: 250,
      chunks: 12,
      truncatedTokens: 120,
    }),
    span('chat', 'chat', { alias: 'chat' }, 'BUDGET_EXCEEDED'),
    span('tool', 'summarize', { tool: 'summarize', callId: 'run-2', outcome: 'Answer' }),
    span('rules', 'answers.ask', { verdict: 'REVIEW', findings: ['total-is-plausible'] }),
    span('rules', 'answers.ask', { verdict: 'PASSED', findings: [] }),
    span('request', 'query', {}),
  ],
};
