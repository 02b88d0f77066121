/** A piece of code that stands in a literal as it is. */
export class Code {
  constructor(readonly text: string) {}
}

/** A value as it is written in TypeScript. */
export function literal(value: unknown): string {
  if (value instanceof Code) return value.text;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, part]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key)}: ${literal(part)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

/** The import of those of these names that the code uses; nothing when it uses none. `type Name` is imported as a type. */
export function importing(from: string, names: readonly string[], code: string): string {
  // What only stands in a text or a comment is not used.
  const bare = code.replace(/\/\*[\s\S]*?\*\/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '');
  const used = names.filter((name) => new RegExp(`\\b${name.replace(/^type /, '')}\\b`).test(bare));
  if (used.length === 0) return '';
  const isTypes = used.every((name) => name.startsWith('type '));
  const list = isTypes ? used.map((name) => name.slice('type '.length)) : used;
  return `import ${isTypes ? 'type ' : ''}{ ${list.join(', ')} } from '${from}';\n`;
}

/** Text inside of a string literal in single quotes. */
export const quoted = (text: string): string => JSON.stringify(text);
