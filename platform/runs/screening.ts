import type { Screening } from '#platform';
import { GuardrailSpan } from './guardrail-span.js';
import type { RunTrace } from './run-trace.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Screens every text in the input; null when it is blocked. */
export function screenInput(
  screening: Screening,
  input: unknown,
  trace: RunTrace,
): { input: unknown } | null {
  if (screening.installed) trace.screening = 'ALLOWED';
  const span = new GuardrailSpan(trace, 'INPUT');
  const screened = screenTexts(input, (text) => {
    const { verdict, text: left, findings } = screening.input(text);
    span.saw(text, verdict, findings);
    return left;
  });
  if (screening.installed) span.end();
  return trace.screening === 'BLOCKED' ? null : { input: screened };
}

/** Screens every text in a typed output, but not quotes: they are the document's own words. */
export function screenOutput(
  screening: Screening,
  output: unknown,
  trace: RunTrace,
): { output: unknown } | null {
  const span = new GuardrailSpan(trace, 'OUTPUT');
  const screened = screenTexts(output, (text) => {
    const { verdict, text: left, findings } = screening.output(text);
    span.saw(text, verdict, findings);
    return left;
  });
  span.end();
  return trace.screening === 'BLOCKED' ? null : { output: screened };
}

/** Whether screening as it is now leaves an answer as it was left before. */
export function leavesAsIs(screening: Screening, said: string, output: unknown): boolean {
  if (!screening.installed) return true;
  const stream = screening.openStream();
  const parts = [stream.push(said), stream.end()];
  if (parts.some(({ verdict }) => verdict === 'BLOCK')) return false;
  let isSame = parts.map(({ text }) => text).join('') === said;
  screenTexts(output, (text) => {
    const { verdict, text: left } = screening.output(text);
    isSame &&= verdict !== 'BLOCK' && left === text;
    return left;
  });
  return isSame;
}

function screenTexts(value: unknown, screen: (text: string) => string): unknown {
  if (typeof value === 'string') return uuid.test(value) ? value : screen(value);
  if (Array.isArray(value)) return value.map((item) => screenTexts(item, screen));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === 'quote' ? item : screenTexts(item, screen)]),
  );
}
