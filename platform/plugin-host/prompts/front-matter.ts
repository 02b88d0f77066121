const fence = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?/;

/** A file's front matter and the text below it. */
export interface FrontMatter {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The first line that was not understood; null when all were. */
  readonly fault: string | null;
}

/**
 * Reads the part of YAML that front matter needs: `key: value`, `[a, b]` and `{ a: b }` on one line, and below a key
 * lines of `- item` or of further pairs. Scalars stay text.
 */
export function readFrontMatter(raw: string): FrontMatter {
  const match = fence.exec(raw);
  const settings: Record<string, unknown> = {};
  let fault: string | null = null;
  let open: string | null = null;
  for (const line of (match?.[1] ?? '').split(/\r?\n/)) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    const item = /^\s*-\s+(.+)$/.exec(line);
    const nested = /^\s+([\w-]+):\s+(.+)$/.exec(line);
    const pair = /^([\w-]+):\s*(.*)$/.exec(line);
    if (pair) {
      const [, key = '', value = ''] = pair;
      open = value === '' ? key : null;
      settings[key] = value === '' ? [] : parseValue(value.trim());
    } else if (open === null || !(item ?? nested)) {
      fault ??= line.trim();
    } else if (item) {
      settings[open] = [...listOf(settings[open]), unquote(item[1] ?? '')];
    } else if (nested) {
      settings[open] = { ...mapOf(settings[open]), [nested[1] ?? '']: unquote(nested[2] ?? '') };
    }
  }
  return { settings, text: raw.slice(match?.[0].length ?? 0).trim(), fault };
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const mapOf = (value: unknown): object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

function parseValue(value: string): unknown {
  const items = () =>
    value
      .slice(1, -1)
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  if (value.startsWith('[')) return items().map(unquote);
  if (!value.startsWith('{')) return unquote(value);
  return Object.fromEntries(items().map((item) => item.split(/:\s*/, 2).map(unquote)));
}

const unquote = (value: string) => value.trim().replace(/^(['"])(.*)\1$/, '$2');
