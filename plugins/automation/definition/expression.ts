/* Templates: plain JSON in which a text may point at the data of a run. Nothing is evaluated as code. */

/** A path into the data, such as `$.steps.match.output.lines[0]`. */
export const pathPattern = /^\$(\.[A-Za-z_]\w*|\[\d+\])+$/;
const segment = /\.([A-Za-z_]\w*)|\[(\d+)\]/g;
const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g;
const onlyPlaceholder = /^\{\{\s*([^{}]*?)\s*\}\}$/;

/** What stands at a path; undefined where nothing does. Only what the data hold themselves. */
export function valueAt(data: unknown, path: string): unknown {
  let at = data;
  for (const [, name, index] of path.matchAll(segment)) {
    const key = name ?? index ?? '';
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/**
 * The template with the data in its places. A text that is one place becomes the value itself, null where there is
 * none; within a text a value is written as text.
 */
export function filled(template: unknown, data: unknown): unknown {
  if (typeof template === 'string') {
    const whole = onlyPlaceholder.exec(template)?.[1];
    if (whole !== undefined) return valueAt(data, whole) ?? null;
    return template.replace(placeholder, (_all, path: string) => written(valueAt(data, path)));
  }
  if (Array.isArray(template)) return template.map((item) => filled(item, data));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, filled(item, data)]));
}

function written(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The words of a template that its author wrote. */
export const withoutPlaces = (template: string): string => template.replace(placeholder, ' ');

/** What stands between the braces of a template, with the place of each text in it. */
export function placeholdersIn(template: unknown, at: readonly (string | number)[] = []): PlacedPath[] {
  if (typeof template === 'string') {
    return [...template.matchAll(placeholder)].map(([, path = '']) => ({ at, path }));
  }
  if (typeof template !== 'object' || template === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(template)
    ? [...template.entries()]
    : Object.entries(template);
  return entries.flatMap(([key, item]) => placeholdersIn(item, [...at, key]));
}

export interface PlacedPath {
  readonly at: readonly (string | number)[];
  readonly path: string;
}
