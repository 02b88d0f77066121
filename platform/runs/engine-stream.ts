import { citationSchema, type EngineGenerator, type EnginePart, type RunPart } from 'tributary/sdk';
import type { Screening } from '#platform';
import { evidenceOf, type Grounding } from './grounding.js';
import type { Publisher } from './publisher.js';
import type { RunTrace } from './run-trace.js';
import { until } from './until.js';

interface StreamParts {
  publisher: Publisher;
  /** Null: the text is not screened while it streams. */
  screening: Screening | null;
  grounding: Grounding;
  trace: RunTrace;
  signal: AbortSignal;
}

/** Thrown when a screen stops the text. */
export const blocked: unique symbol = Symbol('blocked');

/**
 * Runs an engine to its end and publishes what it yields: text as screening leaves it, citations only when their quote
 * stands where they say. Returns what the engine returned, or `blocked`.
 */
export async function runStream(
  generator: EngineGenerator<unknown>,
  parts: StreamParts,
): Promise<unknown | typeof blocked> {
  const screen = parts.screening?.openStream() ?? null;
  const say = async (text: string) => {
    if (text === '') return;
    parts.trace.text += text;
    await parts.publisher.publish({ type: 'TextDelta', text });
  };
  const pass = async (verdict: ReturnType<NonNullable<typeof screen>['push']>) => {
    parts.trace.screened(verdict.verdict, verdict.findings);
    if (verdict.verdict === 'BLOCK') return false;
    await say(verdict.text);
    return true;
  };
  try {
    for (;;) {
      const step = await until(parts.signal, generator.next());
      if (step.done) {
        return screen && !(await pass(screen.end())) ? blocked : step.value;
      }
      if (typeof step.value !== 'string') await accept(step.value, parts);
      else if (!screen) await say(step.value);
      else if (!(await pass(screen.push(step.value)))) return blocked;
    }
  } finally {
    // An engine that ignores the signal may never answer; nobody waits for it.
    generator.return(undefined).catch(() => undefined);
  }
}

async function accept(part: Exclude<EnginePart, string>, parts: StreamParts): Promise<void> {
  const { trace, publisher, grounding } = parts;
  if (part.type === 'Evidence') {
    trace.evidence.push(...part.evidence);
    trace.sawDocuments(part.evidence.map(({ documentId }) => documentId));
    return;
  }
  if (part.type === 'Citation') {
    const citation = citationSchema.safeParse(part);
    if (!citation.success || !(await grounding.stands(citation.data))) {
      trace.unfounded += 1;
      return;
    }
    trace.citations.push(citation.data);
    trace.evidence.push(evidenceOf(citation.data));
    trace.sawDocuments([citation.data.documentId]);
  }
  await publisher.publish(part as RunPart);
}
