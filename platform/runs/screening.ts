import type { Screening } from '#platform';
import { GuardrailSpan } from './guardrail-span.js';
import type { RunTrace } from './run-trace.js';
import { mapTexts } from './texts.js';

/** Screens every text in the input; null when it is blocked. */
export function screenInput(
  screening: Screening,
  input: unknown,
  trace: RunTrace,
): { input: unknown } | null {
  if (screening.installed) trace.screening = 'ALLOWED';
  const span = new GuardrailSpan(trace, 'INPUT');
  const screened = mapTexts(input, (text) => {
    const verdict = screening.input(text);
    span.saw(text, verdict);
    return verdict.text;
  });
  if (screening.installed) span.end();
  const isBlocked = trace.screening === 'BLOCKED';
  // What was stopped is kept for who asks why, unless that is what must not be kept.
  const isPersonal = trace.findings.some(({ kind }) => kind.startsWith('personal.'));
  if (trace.screening === 'MODIFIED' || (isBlocked && isPersonal)) trace.keptInput = { input: screened };
  return isBlocked ? null : { input: screened };
}

/** Screens every text in a typed output; of quotes only addresses are taken out, for the rest is the document's own. */
export function screenOutput(
  screening: Screening,
  output: unknown,
  trace: RunTrace,
): { output: unknown } | null {
  const span = new GuardrailSpan(trace, 'OUTPUT');
  const change = (text: string) => {
    const verdict = screening.output(text);
    span.saw(text, verdict);
    return verdict.text;
  };
  const screened = mapTexts(output, change, (quote) => shownQuote(screening, quote));
  span.end();
  return trace.screening === 'BLOCKED' ? null : { output: screened };
}

/** Keys and calls that a document shows are its own words; what acts by being shown, or is to be masked, is not shown. */
const keptFromQuotes = /^(?:link|personal)\./;

/** A quote as readers are shown it: it stays exact, unless it holds an address that carries data out, or what the policy masks. */
export function shownQuote(screening: Screening, quote: string): string {
  const { findings, text } = screening.output(quote);
  return findings.some(({ kind }) => keptFromQuotes.test(kind)) ? text : quote;
}

/** Whether screening as it is now leaves an answer as it was left before. */
export function leavesAsIs(screening: Screening, said: string, output: unknown): boolean {
  if (!screening.installed) return true;
  const stream = screening.openStream();
  const parts = [stream.push(said), stream.end()];
  if (parts.some(({ verdict }) => verdict === 'BLOCK')) return false;
  let isSame = parts.map(({ text }) => text).join('') === said;
  mapTexts(
    output,
    (text) => {
      const { verdict, text: left } = screening.output(text);
      isSame &&= verdict !== 'BLOCK' && left === text;
      return left;
    },
    (quote) => quote,
  );
  return isSame;
}
