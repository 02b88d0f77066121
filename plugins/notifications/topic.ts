import { z } from 'tributary/sdk';

/** Text of one line; nothing in it begins a line of its own, wherever it is written. */
export const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), 'has control characters');

/** What something is about: words and dots, such as `automation.workflow`; the first is mostly a plugin. */
export const topic = z
  .string()
  .max(80)
  .regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+){0,4}$/, {
    error: 'must be lower-case words with dots, such as automation.workflow',
  });

/** A topic, all below one (`automation.*`), or all (`*`). */
export const topicPattern = z
  .string()
  .max(82)
  .regex(/^(\*|[a-z][a-z0-9-]*(\.[a-z0-9-]+){0,4}(\.\*)?)$/, {
    error: 'must be a topic, such as document.processed, document.* or *',
  });

/** Whether one of the patterns stands for the topic. */
export const matchesTopic = (patterns: readonly string[], name: string): boolean =>
  patterns.some(
    (pattern) =>
      pattern === '*' ||
      pattern === name ||
      (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1))),
  );

/** SDL and keys know ids in small letters. */
export const uuid = z.uuid().transform((id) => id.toLowerCase());
