/** Names of fields whose value is never logged, wherever they stand. */
const secretField =
  /^(authorization|cookie|set-cookie|password|secret|token|api_?key|jwt|private_?key|connectionString)$/i;

const patterns: readonly [RegExp, string][] = [
  [/\b(Bearer\s+)[\w.~+/=-]{8,}/gi, '$1***'],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:@/"]*:)[^\s@/"]+@/gi, '$1***@'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, '***'],
  [/\btr[bd]_[\w-]{12,}/g, '***'],
  [/\b(sk|pk|xox[abp]|ghp)[-_][\w-]{16,}/g, '***'],
];

/** Removes what looks like a secret (tokens, keys, passwords in addresses) from a line of text. */
export function scrub(text: string): string {
  return patterns.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement), text);
}

/** Hides the values of fields that are named like secrets, three levels deep; leaves the rest as it is. */
export function hideSecretFields(fields: object, depth = 3): object {
  const entries = Object.entries(fields);
  const touched = entries.some(([name, value]) => secretField.test(name) || isPlain(value));
  if (!touched || depth === 0) return fields;
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (secretField.test(name)) return [name, '***'];
      return [name, isPlain(value) ? hideSecretFields(value, depth - 1) : value];
    }),
  );
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
