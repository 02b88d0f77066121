import type { AIResult } from 'tributary/sdk';
import type { SpanAttributes, SpanRecord } from '#platform';
import { dollars } from '#platform/models';
import { rootSpanId } from '#platform/telemetry';
import type { RunSpan } from './trace.type.js';

/** A span as it is stored: its content stands apart. */
export type StoredSpan = Omit<SpanRecord, 'content'>;

/** The facts of a run that its root tells when nothing else was worth a span. */
export interface EndedRunFacts {
  id: string;
  epoch: number;
  capability: string;
  plugin: string;
  result: AIResult | null;
  error: { code: string } | null;
  createdAt: Date;
  finishedAt: Date;
}

/** The root of a run that did nothing else worth a span, from its row. */
export function rootOf(run: EndedRunFacts): StoredSpan {
  const { id, epoch, capability, plugin, result, error, createdAt, finishedAt } = run;
  const info = result?.result;
  const durationMs = info?.durationMs ?? finishedAt.getTime() - createdAt.getTime();
  return {
    id: rootSpanId(id, epoch),
    parentId: null,
    kind: 'run',
    name: capability,
    startedAt: finishedAt.getTime() - durationMs,
    durationMs,
    error: error?.code ?? null,
    attributes: {
      capability,
      plugin,
      ...(info ? { engine: info.engine } : {}),
      outcome: result?.type ?? 'Failed',
      ...(info?.promptVersion ? { promptVersion: info.promptVersion } : {}),
    },
  };
}

/** A span as the graph shows it. `readable` are the documents that the caller may know of. */
export function spanView(
  { id, parentId, kind, name, startedAt, durationMs, error, attributes }: StoredSpan,
  readable: ReadonlySet<string>,
): RunSpan {
  const { usage, nanoUsd, documents = [], findings = [] } = attributes;
  const shown = documents.filter((document) => readable.has(document.id));
  return {
    id,
    parentId,
    kind: kind.toUpperCase() as RunSpan['kind'],
    name,
    startedAt: new Date(startedAt),
    durationMs,
    error,
    ...picked(attributes),
    inputTokens: usage?.inputTokens ?? null,
    cacheReadTokens: usage?.cacheReadTokens ?? null,
    cacheWriteTokens: usage?.cacheWriteTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    reasoningTokens: usage?.reasoningTokens ?? null,
    costUsd: typeof nanoUsd === 'string' ? dollars(BigInt(nanoUsd)) : null,
    documents: shown.map((document) => ({ document: { id: document.id }, score: document.score })),
    findings: [...findings],
  };
}

function picked(attributes: SpanAttributes) {
  return {
    outcome: attributes.outcome ?? null,
    alias: attributes.alias ?? null,
    target: attributes.target ?? null,
    provider: attributes.provider ?? null,
    model: attributes.model ?? null,
    attempt: attributes.attempt ?? null,
    fallbackFrom: attributes.fallbackFrom ?? null,
    fallbackReason: attributes.fallbackReason ?? null,
    promptVersion: attributes.promptVersion ?? null,
    finishReason: attributes.finishReason ?? null,
    timeToFirstChunkMs: attributes.timeToFirstChunkMs ?? null,
    truncatedTokens: attributes.truncatedTokens ?? null,
    verdict: attributes.verdict ?? null,
    hit: attributes.hit ?? null,
  };
}
