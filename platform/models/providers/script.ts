import { z } from 'tributary/sdk';

export const failureClasses = [
  'rate-limit',
  'overloaded',
  'timeout',
  'connection',
  'context-window',
  'content-policy',
  'authentication',
  'bad-request',
  'malformed',
  'interrupted',
  'empty',
] as const;

const part = z.union([
  z.string(),
  z.strictObject({ delayMs: z.int().min(0).max(600_000) }),
  z.strictObject({ toolCall: z.strictObject({ name: z.string().min(1), arguments: z.unknown() }) }),
]);

const answer = z.strictObject({
  /** A regular expression; without it the answer is for any prompt. */
  when: z.string().optional(),
  /** How many requests it answers; the last one that fits answers all others too. */
  times: z.int().positive().default(1),
  parts: z.array(part).default([]),
  /** Said as JSON, behind the parts. */
  object: z.unknown().optional(),
  usage: z
    .strictObject({ inputTokens: z.int().nonnegative(), outputTokens: z.int().nonnegative() })
    .optional(),
  finish: z.enum(['stop', 'length', 'content-filter', 'tool-calls']).optional(),
  /** The connection ends after so many parts. */
  breakAfter: z.int().nonnegative().optional(),
  /** Nothing more comes after so many parts. */
  hangAfter: z.int().nonnegative().optional(),
  /** No answer, but this failure. */
  refuse: z
    .strictObject({
      class: z.enum(failureClasses),
      status: z.int().min(100).max(599).optional(),
      retryAfterMs: z.int().nonnegative().optional(),
    })
    .optional(),
});

/** What the provider `scripted` says, in turn. */
export const scriptForm = z.strictObject({ answers: z.array(answer).min(1) });
export type Script = z.output<typeof scriptForm>;
export type ScriptedAnswer = z.output<typeof answer>;
