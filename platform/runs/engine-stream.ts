import { type Citation, citationSchema, type EngineGenerator, type EnginePart } from 'tributary/sdk';
import type { Screening } from '#platform';
import { codePointLength } from '#text';
import { evidenceOf, type Grounding } from './grounding.js';
import { GuardrailSpan } from './guardrail-span.js';
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
  const citations = new WaitingCitations(parts.publisher);
  let isResumed = false;
  const say = async (text: string) => {
    if (text === '') return;
    parts.trace.text += text;
    await parts.publisher.publish({ type: 'TextDelta', text, ...(isResumed && { resumed: true }) });
    isResumed = false;
    await citations.said(text);
  };
  const guardrail = screen ? new GuardrailSpan(parts.trace, 'STREAM') : null;
  const pass = async (verdict: ReturnType<NonNullable<typeof screen>['push']>, text = '') => {
    guardrail?.saw(text, verdict.verdict, verdict.findings);
    if (verdict.verdict === 'BLOCK') return false;
    await say(verdict.text);
    return true;
  };
  try {
    for (;;) {
      const step = await until(parts.signal, generator.next());
      if (step.done) {
        if (screen && !(await pass(screen.end()))) return blocked;
        await citations.release(Number.POSITIVE_INFINITY);
        return step.value;
      }
      if (typeof step.value === 'object' && step.value.type === 'TextResumed') isResumed = true;
      else if (typeof step.value !== 'string') await accept(step.value, parts, citations);
      else if (!screen) await say(step.value);
      else if (!(await pass(screen.push(step.value), step.value))) return blocked;
    }
  } finally {
    guardrail?.end();
    // An engine that ignores the signal may never answer; nobody waits for it.
    generator.return(undefined).catch(() => undefined);
  }
}

/** Citations whose place in the answer is not published yet, for screening holds some text back. */
class WaitingCitations {
  #length = 0;
  #waiting: Citation[] = [];

  constructor(private readonly publisher: Publisher) {}

  async add(citation: Citation): Promise<void> {
    this.#waiting.push(citation);
    await this.release(this.#length);
  }

  async said(text: string): Promise<void> {
    this.#length += codePointLength(text);
    await this.release(this.#length);
  }

  async release(length: number): Promise<void> {
    const ready = this.#waiting.filter(({ answerEnd }) => answerEnd <= length);
    this.#waiting = this.#waiting.filter(({ answerEnd }) => answerEnd > length);
    for (const citation of ready) await this.publisher.publish({ type: 'Citation', ...citation });
  }
}

async function accept(
  part: Exclude<EnginePart, string | { type: 'TextResumed' }>,
  parts: StreamParts,
  citations: WaitingCitations,
): Promise<void> {
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
    await citations.add(citation.data);
    return;
  }
  await publisher.publish(part);
}
