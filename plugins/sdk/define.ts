const mark = Symbol.for('tributary.definition');

/** Freezes what an author defines, and marks it: services take a definition in place of its id. */
export function define<Definition extends object>(definition: Definition): Definition {
  const own = { ...definition };
  Object.defineProperty(own, mark, { value: true });
  return Object.freeze(own);
}

/**
 * The value with `{ id }` in place of every definition: what is left can be sent to another thread. Other values are
 * the same, and only plain objects and arrays are looked into.
 */
export function withoutDefinitions(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (mark in value) return { id: 'id' in value ? value.id : null };
  if (Array.isArray(value)) return value.map(withoutDefinitions);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutDefinitions(item)]));
}
