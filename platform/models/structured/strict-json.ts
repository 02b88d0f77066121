/** A text was no JSON as RFC 8259 has it, or said something twice. */
export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

/** What walks through a value calls itself for each level; nobody asks for an answer with more of them. */
const mostLevels = 100;

/**
 * Parses JSON and refuses what parsers are lenient about: a key that stands twice in an object, of which one value would
 * be lost in silence; a number that becomes infinite; a key that sets a prototype wherever the value is copied; more
 * levels than a stack has room for. `NaN` and comments are no JSON anyway.
 */
export function parseStrictJson(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'it is not JSON' };
  }
  const problem = problemOf(text, value);
  return problem === null ? { ok: true, value } : { ok: false, problem };
}

/** Whether a text, or the beginning of one, has more open brackets than a value may have levels. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > mostLevels) return true;
  }
  return false;
}

function problemOf(text: string, value: unknown): string | null {
  if (isTooDeep(text)) return `it has more than ${mostLevels} levels`;
  if (hasInfinite(value)) return 'a number is too large';
  const key = refusedKey(text);
  if (key === null) return null;
  return key === prototypeKey
    ? `the key ${key} is not allowed`
    : `the key ${key.slice(0, 100)} stands twice in one object`;
}

function hasInfinite(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasInfinite);
}

const prototypeKey = '__proto__';

/** The first key that an object has twice or that names a prototype, of a text that is JSON; null without one. */
function refusedKey(text: string): string | null {
  /** The keys of the objects that are open; null for an array. */
  const open: (Set<string> | null)[] = [];
  let expectsKey = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{') {
      open.push(new Set());
      expectsKey = true;
    } else if (character === '[') {
      open.push(null);
      expectsKey = false;
    } else if (character === '}' || character === ']') {
      open.pop();
      expectsKey = false;
    } else if (character === ',') {
      expectsKey = open.at(-1) instanceof Set;
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (expectsKey) {
        const key = JSON.parse(text.slice(at, end)) as string;
        const keys = open.at(-1);
        if (key === prototypeKey || keys?.has(key)) return key;
        keys?.add(key);
        expectsKey = false;
      }
      at = end - 1;
    }
  }
  return null;
}

/** Behind the closing quote of the string that begins here; the end of the text when there is none. */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
