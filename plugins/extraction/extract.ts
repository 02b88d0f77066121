import {
  type ContextPart,
  contextPart,
  defineCapability,
  type EnginePart,
  type ExpectedOutcome,
  type ExtractedField,
  insufficientEvidence,
  needsReview,
  type PageText,
} from 'tributary/sdk';
import { GrowingFields } from './engine/growing-fields.js';
import { pagesOfLines } from './engine/lines-as-pages.js';
import { type ModelFields, modelFields } from './engine/model-fields.js';
import {
  type ExtractionInput,
  type ExtractionOutput,
  extractionInput,
  extractionOutput,
} from './extraction-input.js';
import { outputOf } from './extraction-output.js';
import { kindOf } from './kinds/read-kind.js';
import { type Plan, planOf, readByRule, wantedOf } from './plan.js';
import { ModelJoin } from './schema/join-model.js';

/** What is read, and where it comes from; null for a text or lines that were given. */
interface Source {
  pages: PageText[];
  plan: Plan;
  document: { id: string; versionId: string } | null;
}
type Documents = {
  read(id: string): Promise<{ id: string; versionId: string; pages: PageText[]; kind: string | null }>;
};

/** Fields of a document, a text or lines with boxes: those of its kind, or those of a JSON Schema. See README. */
export const extract = defineCapability({
  id: 'extraction.extract',
  description:
    'Typed fields of a document, a text or recognised lines, by kind or by a JSON Schema of yours.',
  needs: ['documents', 'models'],
  input: extractionInput,
  output: extractionOutput,
  maxOutputTokens: 3_000,
  documentsOf: ({ documentId }) => (documentId === null ? [] : [documentId]),
  async *model(input, { documents, models }) {
    const source = await sourceOf(input, documents);
    const { pages, plan, document } = source;
    const variables = { wanted: wantedOf(plan), text: pageParts(pages, document?.id ?? 'text') };
    const parts = models.streamObject({ prompt: 'extract-by-schema', variables, schema: modelFields });
    const join = new ModelJoin(plan.node, pages, readByRule(plan, pages));
    const read = yield* readWith(join, parts, plan);
    return yield* settled(read.fields, source);
  },
  async *builtIn(input, { documents }) {
    const source = await sourceOf(input, documents);
    const fields = readByRule(source.plan, source.pages);
    yield* shown(fields, source.plan);
    return yield* settled(fields, source);
  },
});

async function sourceOf(input: ExtractionInput, documents: Documents): Promise<Source> {
  const { documentId, text, lines } = input;
  if (documentId !== null) {
    const { id, versionId, pages, kind } = await documents.read(documentId);
    return { pages, plan: planOf(input, kindOf(pages, kind)), document: { id, versionId } };
  }
  const pages = lines ? pagesOfLines(lines) : textPages(text ?? '');
  return { pages, plan: planOf(input, kindOf(pages, null)), document: null };
}

/** Form feeds part pages. */
const textPages = (text: string): PageText[] =>
  text.split('\f').map((page, at) => ({ number: at + 1, text: page.replaceAll('\r\n', '\n'), lines: [] }));

/** Of a long document the first and the last page are kept longest. */
function pageParts(pages: readonly PageText[], id: string): ContextPart[] {
  const last = pages.length - 1;
  return pages.map(({ text }, at) =>
    contextPart('document', text, {
      id,
      priority: at === last ? pages.length : pages.length - at,
      keep: 'start',
    }),
  );
}

/** Each field that the model has written is shown once it was checked; before the first nothing is. */
async function* readWith(
  join: ModelJoin,
  parts: AsyncGenerator<EnginePart, ModelFields>,
  plan: Plan,
): AsyncGenerator<EnginePart, ModelJoin> {
  const growing = new GrowingFields();
  let isShown = false;
  const add = function* (fields: ModelFields['fields']): Generator<EnginePart> {
    for (const field of fields) {
      const made = join.add(field);
      if (!made) continue;
      if (!isShown) yield* shown(join.fields, plan);
      else yield delta(`/fields/${join.fields.findIndex(({ name }) => name === made.name)}`, made);
      isShown = true;
    }
  };
  try {
    for (;;) {
      const next = await parts.next();
      if (next.done) {
        yield* add(next.value.fields);
        return join;
      }
      if (typeof next.value !== 'string' && next.value.type === 'ObjectDelta')
        yield* add(growing.take(next.value));
    }
  } finally {
    // Also when nobody reads on.
    await parts.return(undefined as never);
  }
}

function* shown(fields: readonly ExtractedField[], { kind }: Plan): Generator<EnginePart> {
  yield delta('', { kind, fields: [], values: null, review: [] });
  for (const [at, field] of fields.entries()) yield delta(`/fields/${at}`, field);
}

/** The output with its evidence: every place is a citation of the document. */
function* settled(
  fields: readonly ExtractedField[],
  { pages, plan, document }: Source,
): Generator<EnginePart, ExtractionOutput | ExpectedOutcome> {
  const { output, missing } = outputOf(fields, pages, plan);
  if (document) yield { type: 'Evidence', evidence: evidenceOf(output, document) };
  if (fields.length === 0) return insufficientEvidence('The document says none of what is asked for.');
  yield delta('', output);
  const [first] = output.review;
  const reasons = output.review.map(({ field, reason }) => `${field}: ${reason}`).join('; ');
  return first || missing.length > 0 ? needsReview(reasons, output) : output;
}

function evidenceOf({ fields }: ExtractionOutput, document: NonNullable<Source['document']>) {
  const { id: documentId, versionId } = document;
  const places = fields.filter(({ quote }) => quote !== null);
  const whole = { documentId, versionId, page: null, start: null, end: null, quote: null, score: null };
  return [
    whole,
    ...places.map(({ page, start, end, quote, confidence }) => ({
      ...whole,
      page,
      start,
      end,
      quote,
      score: confidence,
    })),
  ];
}

const delta = (path: string, value: unknown): EnginePart => ({ type: 'ObjectDelta', path, value });
