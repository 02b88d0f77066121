import {
  AppError,
  citationSchema,
  type EngineGenerator,
  type EnginePart,
  type RunPart,
  type ScreenVerdict,
} from 'tributary/sdk';
import type { Screening } from '#platform';
import { blocked } from './blocked.js';
import { evidenceOf, type Grounding } from './grounding.js';
import { GuardrailSpan } from './guardrail-span.js';
import type { LeakWatch } from './leak-watch.js';
import { ObjectScreen } from './object-screen.js';
import type { Publisher } from './publisher.js';
import type { RunTrace } from './run-trace.js';
import { shownQuote } from './screening.js';
import { textsOf } from './texts.js';
import { ToolParts } from './tool-parts.js';
import { until } from './until.js';
import { WaitingCitations } from './waiting-citations.js';

interface StreamParts {
  plugin: string;
  publisher: Publisher;
  /** Null: the text is not screened while it streams. */
  screening: Screening | null;
  grounding: Grounding;
  trace: RunTrace;
  signal: AbortSignal;
}

/**
 * Runs an engine to its end and publishes what it yields: text, objects and calls of tools as screening leaves them,
 * citations only when their quote stands where they say. Returns what the engine returned, or `blocked`.
 */
export async function runStream(
  generator: EngineGenerator<unknown>,
  parts: StreamParts,
): Promise<unknown | typeof blocked> {
  const { trace, publisher, screening } = parts;
  const screened = new ScreenedText(parts);
  const objects = new ObjectScreen(screening, (value) => screened.givesAway(value));
  const tools = new ToolParts(parts.plugin, trace, objects);
  const citations = new WaitingCitations(screening, (citation) =>
    publisher.publish({ type: 'Citation', ...citation, quote: shown(citation.quote, screening) }),
  );
  const say = async (said: Said | typeof blocked) => {
    if (said === blocked) return false;
    if (said.text === '') return true;
    trace.text += said.text;
    await publisher.publish({ type: 'TextDelta', ...said });
    await citations.said(said.text);
    return true;
  };
  const show = async (deltas: readonly RunPart[] | typeof blocked) => {
    if (deltas === blocked) {
      trace.screened('BLOCK', []);
      return false;
    }
    for (const delta of deltas) await publisher.publish(delta);
    return true;
  };
  try {
    for (;;) {
      const step = await until(parts.signal, generator.next());
      if (step.done) {
        if (!(await say(screened.end()))) return blocked;
        if (!(await show(objects.end()))) return blocked;
        const moved = await citations.end();
        trace.citations = trace.citations.map(moved);
        return step.value;
      }
      const part = step.value;
      if (typeof part === 'string') {
        citations.given(part);
        if (!(await say(screened.push(part)))) return blocked;
      } else if (part.type === 'TextResumed') screened.resumes();
      else if (part.type === 'ObjectDelta') {
        const delta = objects.push(part);
        if (!(await show(delta === blocked ? blocked : [delta]))) return blocked;
      } else if (part.type === 'ToolCall' || part.type === 'ToolResult') {
        const told = tools.push(part);
        if (!(await show(told === blocked ? blocked : [told]))) return blocked;
      } else await accept(part, parts, citations);
    }
  } finally {
    screened.close();
    tools.close();
    // An engine that ignores the signal may never answer; nobody waits for it.
    generator.return(undefined).catch(() => undefined);
  }
}

const shown = (quote: string, screening: Screening | null) =>
  screening ? shownQuote(screening, quote) : quote;

/** Text that may be shown. */
interface Said {
  text: string;
  resumed?: true;
}

/** The text of one engine as it may be shown: nothing of the prompt's secret, and as the screens leave it. */
class ScreenedText {
  readonly #trace: RunTrace;
  readonly #stream: ReturnType<Screening['openStream']> | null;
  readonly #span: GuardrailSpan | null;
  #watch: LeakWatch | null = null;
  #isResumed = false;

  constructor({ trace, screening }: StreamParts) {
    this.#trace = trace;
    this.#stream = screening?.openStream() ?? null;
    this.#span = screening ? new GuardrailSpan(trace, 'STREAM') : null;
  }

  /** Another model goes on with what comes next. */
  resumes(): void {
    this.#isResumed = true;
  }

  push(text: string): Said | typeof blocked {
    if (this.givesAway(text)) return blocked;
    return this.#passed(this.#stream?.push(text) ?? { verdict: 'ALLOW', text, findings: [] }, text);
  }

  end(): Said | typeof blocked {
    return this.#passed(this.#stream?.end() ?? { verdict: 'ALLOW', text: '', findings: [] }, '');
  }

  /** Whether it holds, with all that came before, what no reader may see of the prompt. */
  givesAway(value: unknown): boolean {
    this.#watch ??= this.#trace.watch();
    const watch = this.#watch;
    const leaks = watch !== null && [...textsOf(value)].some((text) => watch.push(text));
    if (leaks) this.#trace.sawLeak();
    return leaks;
  }

  close(): void {
    this.#span?.end();
  }

  #passed(verdict: ScreenVerdict, given: string): Said | typeof blocked {
    this.#span?.saw(given, verdict);
    if (verdict.verdict === 'BLOCK') return blocked;
    const { text } = verdict;
    if (text === '' || !this.#isResumed) return { text };
    this.#isResumed = false;
    return { text, resumed: true };
  }
}

async function accept(
  part: Extract<EnginePart, { type: 'Evidence' | 'Citation' }>,
  parts: StreamParts,
  citations: WaitingCitations,
): Promise<void> {
  const { trace, grounding } = parts;
  if (part.type === 'Evidence') {
    trace.evidence.push(...part.evidence);
    trace.sawDocuments(part.evidence.map(({ documentId }) => documentId));
    return;
  }
  // What is not typed may yield anything.
  if (part.type !== 'Citation') {
    const reason = `a part of the type ${String((part as { type: unknown }).type)}`;
    throw new AppError('PLUGIN_PART_INVALID', { plugin: parts.plugin, reason });
  }
  const citation = citationSchema.safeParse(part);
  if (!citation.success || !(await grounding.stands(citation.data))) {
    trace.unfounded += 1;
    return;
  }
  trace.citations.push(citation.data);
  trace.evidence.push(evidenceOf(citation.data));
  trace.sawDocuments([citation.data.documentId]);
  await citations.add(citation.data);
}
