import { AppError, type EvaluationCase, type EvaluationScore } from 'tributary/sdk';

/** One score; a share is kept between 0 and 1 whatever rounding does. */
export function score(name: string, value: number, reason: string, raw?: number): EvaluationScore {
  const bounded = Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
  return { name, score: bounded, reason, ...(raw === undefined ? {} : { value: raw }) };
}

/** What an evaluator says of a case that it cannot measure. */
export const skipped = (evaluator: string, reason: string) =>
  new AppError('EVALUATOR_SKIPPED', { evaluator, reason });

/** The text of an output or of what is expected: itself, or its `text`, `answer` or `summary`. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Record<string, unknown>;
  const found = ['text', 'answer', 'summary'].map((name) => fields[name]);
  return found.find((each): each is string => typeof each === 'string') ?? null;
}

/** The question of an input. */
export function questionOf(input: unknown): string | null {
  if (typeof input === 'string') return input;
  if (typeof input !== 'object' || input === null) return null;
  const fields = input as Record<string, unknown>;
  const found = ['question', 'query', 'text', 'instruction'].map((name) => fields[name]);
  return found.find((each): each is string => typeof each === 'string') ?? null;
}

/** What the answer rests on: the quotes of its evidence, each once. */
export function contextOf({ result, output }: EvaluationCase): string[] {
  const quotes = (result?.evidence ?? []).flatMap(({ quote }) => (quote ? [quote] : []));
  const given = (output as { sources?: unknown } | null)?.sources;
  const sources = Array.isArray(given) ? given.flatMap((each) => textOf(each) ?? []) : [];
  return [...new Set([...quotes, ...sources])];
}
