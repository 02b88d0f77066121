import type { AIResult } from 'tributary/sdk';
import type { RunRow } from '#platform';
import type { OpenRun } from './run-frame.js';
import { joinKey } from './run-identity.js';
import { modelVersion } from './run-versions.js';
import type { RunnerParts } from './runner-parts.js';
import { isCurrent, mayRead } from './stored-results.js';

/** How long the embedding of a question may take: an answer is made rather than waited for. */
const embedWithinMs = 2_000;
/** How many of the newest answers of a scope a question is compared with. */
const mostCompared = 256;
/** How many of the nearest are asked whether they still hold. */
const mostTried = 8;
const day = 86_400_000;

/** A question by its meaning, among those that could be answered alike. */
export interface Question {
  /** Tenant, rights, versions, all of the input but the text, and the numbers in the text, in one hash. */
  readonly scope: string;
  readonly vector: readonly number[];
}

type Answer = Extract<AIResult, { type: 'Answer' }>;
/** A stored answer that a run gives in place of its own. */
export interface Reused {
  readonly runId: string;
  readonly result: Answer;
  readonly documents: readonly string[];
  readonly versions: readonly string[];
}

/** The question of a run whose capability compares meanings; null when it does not, or cannot now. */
export async function questionOf(
  open: OpenRun,
  input: unknown,
  parts: RunnerParts,
): Promise<Question | null> {
  const { capability, context, frame, documentIds } = open;
  const { semanticCache, id } = capability.definition;
  const { embedder, models, log } = parts;
  const versions = [...frame.versions].map(([document, version]): [string, string] => [document, version]);
  if (!semanticCache || !embedder || versions.length < documentIds.length) return null;
  const text = textOf(input, semanticCache.text);
  if (text === null) return null;
  const model = modelVersion(capability, context.tenant, models);
  const key = joinKey(
    context,
    capability,
    {
      engine: model === null ? 'BUILT_IN' : 'MODEL',
      model,
      prompts: [],
      pins: frame.pins,
      documents: versions.sort(([one], [other]) => (one < other ? -1 : 1)),
    },
    { ...(open.input as object), [semanticCache.text]: numbersIn(text) },
  );
  try {
    const [vector] = await embedder.embed([text], {
      context,
      signal: AbortSignal.any([frame.signal, AbortSignal.timeout(embedWithinMs)]),
      purpose: 'runs.cache',
      spender: { runId: frame.runId, plugin: capability.plugin.id, capability: id },
    });
    return vector ? { scope: `${embedder.model} ${vector.length} ${key}`, vector: normal(vector) } : null;
  } catch (error) {
    frame.signal.throwIfAborted();
    log.warn(
      { capability: id, runId: frame.runId, err: error },
      'A question was not compared by its meaning',
    );
    return null;
  }
}

/** The nearest stored answer to a question that means the same, if the caller may read it and it is current. */
export async function findSimilar(
  { scope, vector }: Question,
  { capability, context }: OpenRun,
  { database, access, ports }: RunnerParts,
): Promise<Reused | null> {
  const { threshold = 1, maxAgeMs = day } = capability.definition.semanticCache ?? {};
  return database.tenant(context.tenant, async (tx) => {
    const stored = await ports.semanticAnswers.newest(tx, scope, Math.min(maxAgeMs, day), mostCompared);
    const near = stored
      .map((answer) => ({ ...answer, cosine: dot(vector, answer.vector) }))
      .filter(({ cosine }) => cosine >= threshold)
      .sort((one, other) => other.cosine - one.cosine)
      .slice(0, mostTried);
    for (const { runId } of near) {
      const run: RunRow | null = await ports.runRecords.find(tx, runId);
      if (run?.result?.type !== 'Answer' || !(await mayRead(tx, context, run, access))) continue;
      if (!(await isCurrent(tx, run, ports.documents))) continue;
      return { runId, result: run.result, documents: run.documentIds, versions: run.versionIds };
    }
    return null;
  });
}

/** Questions that differ in a number are near each other and mean another thing. */
const numbersIn = (text: string) => text.match(/\p{N}+(?:[.,:/-]\p{N}+)*/gu) ?? [];

function textOf(input: unknown, property: string): string | null {
  const text = typeof input === 'object' && input !== null ? Object.entries(input) : [];
  const [, value] = text.find(([key]) => key === property) ?? [];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function normal(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return length === 0 ? [...vector] : vector.map((value) => value / length);
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.length === other.length ? one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0) : 0;
}
