import { endOfString } from './strict-json.js';

/** How many places of a text are tried: hostile text could hold a bracket at every place. */
const mostPlaces = 20;
const fence = '```';

/**
 * Where JSON may stand in what a model wrote, likeliest first: the whole text, what it put into fences, and the
 * balanced brackets within prose.
 */
export function* jsonInText(text: string): Generator<string> {
  const trimmed = text.trim();
  yield trimmed;
  let places = 0;
  for (const inside of fenced(trimmed)) {
    places += 1;
    if (places > mostPlaces) return;
    yield inside;
  }
  for (let at = nextBracket(trimmed, 0); at >= 0 && places < mostPlaces; places += 1) {
    const end = endOfBracket(trimmed, at);
    if (end !== null && (at > 0 || end < trimmed.length)) yield trimmed.slice(at, end);
    at = nextBracket(trimmed, end ?? at + 1);
  }
}

/** What stands between fences, without the name of its language. Looks at each character once, unlike an expression. */
function* fenced(text: string): Generator<string> {
  for (let from = text.indexOf(fence); from >= 0; ) {
    const begin = from + fence.length;
    const end = text.indexOf(fence, begin);
    if (end < 0) return;
    yield text
      .slice(begin, end)
      .replace(/^[a-zA-Z]+(?=\s|[{[])/, '')
      .trim();
    from = text.indexOf(fence, end + fence.length);
  }
}

/** The next `{` or `[`; -1 without one. */
export function nextBracket(text: string, from: number): number {
  const brace = text.indexOf('{', from);
  const bracket = text.indexOf('[', from);
  if (brace < 0 || bracket < 0) return Math.max(brace, bracket);
  return Math.min(brace, bracket);
}

/** Behind the bracket that closes the one that opens here; null when none does. */
function endOfBracket(text: string, start: number): number | null {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}
