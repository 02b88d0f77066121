const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A value with each of its texts as `change` leaves it, names of properties too; ids stay. `quote` changes quotes, which are a document's own words. */
export function mapTexts(
  value: unknown,
  change: (text: string) => string,
  quote: (text: string) => string = change,
): unknown {
  if (typeof value === 'string') return uuid.test(value) ? value : change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change, quote));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      plainName.test(key) ? key : change(key),
      mapTexts(item, key === 'quote' ? quote : change, quote),
    ]),
  );
}
/** What no screen has a reason to change. */
const plainName = /^\w{1,40}$/;

/** All texts of a value in their order, names of properties too. */
export function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* textsOf(item);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!plainName.test(key)) yield key;
      yield* textsOf(item);
    }
  }
}
