/** Longer expressions are nobody's field. */
const longest = 200;
/** Stretches of any length that one expression may hold: what backtracking costs is the text's length to this power. */
const mostRepeats = 3;
/** A bounded repetition that is longer counts as one of any length. */
const longestCount = 50;

/**
 * What makes a regular expression slow or unreadable to us; null when it is safe on the short texts that values are.
 * Nested repetition, back references and assertions are refused (Davis et al., "The impact of regular expression denial
 * of service", 2018), and so are more than three stretches of any length.
 */
export function patternFault(source: string): string | null {
  if (source.length > longest) return `is longer than ${longest} characters`;
  if (/\\[1-9kpP]|\(\?(?!:)/u.test(source)) return 'holds a reference, an assertion or a named group';
  const fault = repetitionFault(source);
  if (fault !== null) return fault;
  try {
    new RegExp(source, 'u');
    return null;
  } catch {
    return 'is no regular expression';
  }
}

function repetitionFault(source: string): string | null {
  let repeats = 0;
  /** Of each open group: whether it repeats something or has alternatives. */
  const groups: boolean[] = [];
  let closed = false;
  for (let at = 0; at < source.length; at++) {
    const sign = source[at];
    if (sign === '\\') at++;
    else if (sign === '[') at = endOfClass(source, at);
    else if (sign === '(') groups.push(false);
    else if (sign === '|' && groups.length > 0) groups[groups.length - 1] = true;
    const count = repetitionAt(source, at);
    if (sign === ')') {
      closed = groups.pop() ?? false;
      if (closed && groups.length > 0) groups[groups.length - 1] = true;
    }
    if (count !== null && sign !== '*' && sign !== '+' && sign !== '?') {
      if (sign === ')' && closed && count > 1) return 'repeats what repeats';
      if (count > 1 && groups.length > 0) groups[groups.length - 1] = true;
      if (count > longestCount) repeats++;
    }
    if (repeats > mostRepeats) return `repeats without end more than ${mostRepeats} times`;
  }
  return null;
}

/** How often what ends at this place may be repeated; null when nothing says so. */
function repetitionAt(source: string, at: number): number | null {
  const [, sign, least, comma, most] =
    /^(?:([*+?])|\{(\d*)(,?)(\d*)\})/u.exec(source.slice(at + 1, at + 16)) ?? [];
  if (sign === '?') return 1;
  if (sign) return Number.POSITIVE_INFINITY;
  if (least === undefined) return null;
  if (most) return Number(most);
  return comma ? Number.POSITIVE_INFINITY : Number(least);
}

function endOfClass(source: string, from: number): number {
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === ']' && at > from + 1) return at;
  }
  return source.length;
}
