import type { ScreenVerdict } from 'tributary/sdk';
import type { SpanAttributes } from '#platform';
import type { RunTrace } from './run-trace.js';
import { counted } from './verdict-records.js';

type Screened = NonNullable<SpanAttributes['screened']>;
type Verdict = ScreenVerdict['verdict'];

const worst: readonly Verdict[] = ['ALLOW', 'MODIFY', 'REVIEW', 'BLOCK'];

/** One span for all texts that were screened together: what kinds were found, never the text. */
export class GuardrailSpan {
  readonly #startedAt: number;
  readonly #texts: string[] = [];
  readonly #findings: ScreenVerdict['findings'] = [];
  #policy: string | null = null;
  #verdict: Verdict = 'ALLOW';

  constructor(
    private readonly trace: RunTrace,
    private readonly screened: Screened,
  ) {
    this.#startedAt = trace.spans.now();
  }

  saw(text: string, { verdict, findings, policy, text: left }: ScreenVerdict): void {
    this.trace.screened(verdict, findings);
    // What waits for a person can have been changed as well.
    if (verdict === 'REVIEW' && this.screened !== 'STREAM' && left !== text)
      this.trace.screened('MODIFY', []);
    if (policy !== undefined) this.trace.policies.add(policy);
    if (text !== '') this.#texts.push(text);
    this.#findings.push(...findings);
    this.#policy = policy ?? this.#policy;
    if (worst.indexOf(verdict) > worst.indexOf(this.#verdict)) this.#verdict = verdict;
  }

  /** Records it, unless there was no text to look at. */
  end(): void {
    if (this.#texts.length === 0) return;
    const { spans } = this.trace;
    const hash = spans.hash(this.#texts.join(''));
    const kinds = new Set(this.#findings.map(({ kind }) => kind));
    if (this.#findings.length > 0 || this.#verdict !== 'ALLOW') {
      const findings = counted(this.#findings);
      const verdict = this.#verdict;
      this.trace.verdicts.push({ place: this.screened, verdict, policy: this.#policy, findings, hash });
    }
    spans.past('guardrail', this.screened.toLowerCase(), this.#startedAt, {
      screened: this.screened,
      verdict: this.#verdict,
      findings: [...kinds].sort(),
      inputHash: hash,
    });
  }
}
