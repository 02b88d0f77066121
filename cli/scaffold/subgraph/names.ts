/* How one thing is called in each place. A name is cut into words first, wherever it comes from. */

const words = (text: string): string[] =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');

const capital = (word: string): string => `${word[0]?.toUpperCase() ?? ''}${word.slice(1).toLowerCase()}`;

export const pascal = (text: string): string => words(text).map(capital).join('');
export const camel = (text: string): string => {
  const name = pascal(text);
  return `${name[0]?.toLowerCase() ?? ''}${name.slice(1)}`;
};
export const kebab = (text: string): string => words(text).join('-').toLowerCase();
export const snake = (text: string): string => words(text).join('_').toLowerCase();
export const screaming = (text: string): string => words(text).join('_').toUpperCase();
/** As it stands in a sentence. */
export const spoken = (text: string): string => words(text).join(' ').toLowerCase();

/** The singular of an English plural, as far as rules go; `--entity` names what they miss. */
export function singular(text: string): string {
  if (/ies$/.test(text)) return text.replace(/ies$/, 'y');
  if (/(s|x|z|ch|sh)es$/.test(text)) return text.replace(/es$/, '');
  return /[^s]s$/.test(text) ? text.slice(0, -1) : text;
}

/** A sentence of a description: it begins with a capital and ends with a full stop. */
export function sentence(text: string): string {
  // It stands in comments of the code as well.
  const line = text.trim().replace(/\s+/g, ' ').replaceAll('*/', '* /');
  return `${line[0]?.toUpperCase() ?? ''}${line.slice(1)}${/[.!?]$/.test(line) ? '' : '.'}`;
}

/** `an order`, `a line`. */
export const one = (noun: string): string => `${/^[aeio]/i.test(noun) ? 'an' : 'a'} ${noun}`;

/** What Postgres keeps for itself; such a column is written in quotes, such a schema refused. */
const sqlWords: ReadonlySet<string> = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
  column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from
  full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
  localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
  returning right select session_user similar some symmetric system_user table tablesample then to trailing true union
  unique user using variadic verbose when where window with`.split(/\s+/),
);
export const isSqlWord = (name: string): boolean => sqlWords.has(name);
export const column = (name: string): string => (isSqlWord(name) ? `"${name}"` : name);

const codeWords: ReadonlySet<string> = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof var void while with yield columns`.split(/\s+/),
);
/** The name as a variable. */
export const variable = (name: string): string => (codeWords.has(name) ? `${name}Value` : name);
