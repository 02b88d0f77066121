import type { EnginePart } from 'tributary/sdk';

type ObjectDelta = Extract<EnginePart, { type: 'ObjectDelta' }>;

/**
 * The fewest deltas that make `before` into `after`: one for each value that is new or another. What is no longer there
 * is never taken back in silence: what it stood in is given whole. Paths are JSON Pointers (RFC 6901).
 */
export function objectDeltas(before: unknown, after: unknown, path = ''): ObjectDelta[] {
  if (Object.is(before, after)) return [];
  if (!isJson(after)) return [];
  const whole: ObjectDelta[] = [{ type: 'ObjectDelta', path, value: after }];
  if (!isCollection(before) || !isCollection(after) || Array.isArray(before) !== Array.isArray(after))
    return whole;
  if (Object.keys(before).some((key) => !Object.hasOwn(after, key))) return whole;
  return Object.entries(after).flatMap(([key, value]) =>
    objectDeltas(
      Object.hasOwn(before, key) ? (before as Record<string, unknown>)[key] : undefined,
      value,
      `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    ),
  );
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** What a lenient reader took for a number and JSON does not have. */
function isJson(value: unknown): boolean {
  return value !== undefined && (typeof value !== 'number' || Number.isFinite(value));
}
