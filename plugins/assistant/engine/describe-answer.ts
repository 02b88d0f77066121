const mostItems = 5;
const mostFacts = 4;
const longest = 200;
/** What says best what something is. */
const naming = ['title', 'name', 'text', 'quote', 'kind'];

/** What a tool answered, in words: its items by what names them, or its facts. */
export function describeAnswer(content: string): string {
  const value = parsed(content);
  if (typeof value === 'string') return value.slice(0, 2_000);
  const items = itemsIn(value);
  if (items) {
    if (items.length === 0) return 'nothing was found.';
    const shown = items.slice(0, mostItems).map((item) => `- ${factsOf(item)}`);
    const rest = items.length - shown.length;
    return [`${items.length} found.`, ...shown, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n');
  }
  return factsOf(value) || 'done.';
}

/** The first list in it, however deep. */
function itemsIn(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return null;
  for (const item of Object.values(value)) {
    const found = itemsIn(item);
    if (found) return found;
  }
  return null;
}

function factsOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return shown(value);
  const facts = flat(value);
  const names = facts.filter(([name]) => naming.includes(name));
  const others = facts.filter(([name]) => !naming.includes(name) && name !== '__typename');
  return [
    ...names.slice(0, 1).map(([, fact]) => shown(fact)),
    ...others.slice(0, mostFacts).map(([name, fact]) => `${name} ${shown(fact)}`),
  ].join(', ');
}

function flat(value: object): [name: string, fact: unknown][] {
  return Object.entries(value).flatMap(([name, fact]): [string, unknown][] => {
    if (fact === null || Array.isArray(fact)) return [];
    return typeof fact === 'object' ? flat(fact) : [[name, fact]];
  });
}

function shown(value: unknown): string {
  const text = String(value).replace(/\s+/g, ' ').trim();
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return content;
  }
}
