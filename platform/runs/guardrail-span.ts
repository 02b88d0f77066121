import type { ScreenFinding } from 'tributary/sdk';
import type { SpanAttributes } from '#platform';
import type { RunTrace } from './run-trace.js';

type Screened = NonNullable<SpanAttributes['screened']>;
type Verdict = 'ALLOW' | 'MODIFY' | 'BLOCK';

const worst: readonly Verdict[] = ['ALLOW', 'MODIFY', 'BLOCK'];

/** One span for all texts that were screened together: what kinds were found, never the text. */
export class GuardrailSpan {
  readonly #startedAt: number;
  readonly #texts: string[] = [];
  readonly #kinds = new Set<string>();
  #verdict: Verdict = 'ALLOW';

  constructor(
    private readonly trace: RunTrace,
    private readonly screened: Screened,
  ) {
    this.#startedAt = trace.spans.now();
  }

  saw(text: string, verdict: Verdict, findings: readonly ScreenFinding[]): void {
    this.trace.screened(verdict, findings);
    if (text !== '') this.#texts.push(text);
    for (const { kind } of findings) this.#kinds.add(kind);
    if (worst.indexOf(verdict) > worst.indexOf(this.#verdict)) this.#verdict = verdict;
  }

  /** Records it, unless there was no text to look at. */
  end(): void {
    if (this.#texts.length === 0) return;
    const { spans } = this.trace;
    spans.past('guardrail', this.screened.toLowerCase(), this.#startedAt, {
      screened: this.screened,
      verdict: this.#verdict,
      findings: [...this.#kinds].sort(),
      inputHash: spans.hash(this.#texts.join('')),
    });
  }
}
