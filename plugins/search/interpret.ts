import { defineCapability, type SearchFilter, z } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';
import { bothFilters, queryText, searchFilter } from './filter-schema.js';
import { readIntent } from './intent/grammar.js';
import { type IntentPart, searchReading } from './intent/reading.js';

const day = z.iso.date();

/** What a model says: parts that quote the query, each with the filter it stands for. Anything else is refused. */
const modelReading = z.strictObject({
  text: queryText,
  parts: z
    .array(
      z.strictObject({
        quote: z.string().min(1).max(200),
        intent: searchReading.shape.parts.element.shape.intent,
        reading: z.string().max(200),
        confidence: z.number().min(0).max(1),
        filter: searchFilter,
      }),
    )
    .max(20),
});

/** Reads a query in plain language into a filter and the words that are left. It searches nothing. */
export const interpret = defineCapability({
  id: 'search.interpret',
  description: 'Reads a query in plain language into a filter that can be shown and edited.',
  needs: ['models'],
  input: z.object({ query: queryText.min(1), today: day }),
  output: z.object({ reading: searchReading }),
  documentsOf: () => [],
  maxOutputTokens: 1_000,
  // biome-ignore lint/correctness/useYield: it is read at once
  async *model({ query, today }, { models }) {
    // Nothing of it is shown before all of it is checked, so that the grammar can still answer instead.
    const read = await models.complete({
      prompt: 'interpret-search',
      variables: { query, today },
      schema: modelReading,
    });
    let filter: SearchFilter = {};
    const parts: IntentPart[] = [];
    for (const part of read.parts) {
      const both = searchFilter.safeParse(bothFilters(filter, part.filter));
      if (both.success) filter = both.data;
      parts.push({ ...placed(query, part), problem: both.success ? null : 'Contradicts an earlier part' });
    }
    return { reading: searchReading.parse({ text: read.text, filter, order: null, parts }) };
  },
  // biome-ignore lint/correctness/useYield: it is read at once
  async *builtIn({ query, today }) {
    return { reading: searchReading.parse(readIntent(query, today)) };
  },
});

/** Where a quote stands in the query; nowhere when the model did not copy it. */
function placed(
  query: string,
  { quote, ...part }: z.infer<typeof modelReading>['parts'][number],
): Omit<IntentPart, 'problem'> {
  const at = query.indexOf(quote);
  const start = at < 0 ? null : codePointLength(query.slice(0, at));
  const end = start === null ? null : start + codePointLength(quote);
  return { start, end, text: quote, ...part };
}
