const hidden = '<secret>';
/** What is shorter is no secret: it would be found in numbers and words that mean something else. */
const shortest = 8;
/** Keys by their form, in case a prompt holds one. */
const keys =
  /\b(?:sk-[\w-]{16,}|AKIA[A-Z0-9]{16}|AIza[\w-]{30,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|hf_\w{20,}|xox[abeprs]-[\w-]{10,}|tr[bd]_[\w-]{12,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|Bearer [\w.~+/-]{16,}=*)|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** Gives a value back without secrets in its texts; its form stays as it is. */
export type Scrub = (value: unknown) => unknown;

/** @param secrets what is never written, beside what has the form of a key */
export function scrubOf(secrets: readonly string[]): Scrub {
  const own = secrets.filter(({ length }) => length >= shortest);
  const inText = (text: string) =>
    own.reduce((left, secret) => left.replaceAll(secret, hidden), text).replace(keys, hidden);
  const scrub: Scrub = (value) => {
    if (typeof value === 'string') return inText(value);
    if (Array.isArray(value)) return value.map(scrub);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [inText(key), scrub(item)]));
  };
  return scrub;
}
