import { AppError, type ModelTool, parseInput, z } from 'tributary/sdk';

import { type AssistantTool, type CallAbout, contentOf, type ToolAnswer, type ToolServices } from './tool.js';

const documentId = z.uuid().describe('The id of a document.');
const shownPages = 3;

/** A tool that reads; its arguments are checked by its schema. */
function reading<Schema extends z.ZodObject>(
  { name, description, input }: Pick<ModelTool, 'name' | 'description'> & { input: Schema },
  read: (asked: z.output<Schema>, services: ToolServices, about: CallAbout) => Promise<ToolAnswer>,
): AssistantTool {
  const { $schema: _, ...parameters } = z.toJSONSchema(input, { io: 'input' });
  return {
    name,
    description,
    parameters,
    mutation: false,
    version: `${name}@1`,
    takesKey: true,
    call: (asked, services, about) => read(parseInput(input, asked, 'arguments'), services, about),
  };
}

const plain = (data: unknown): ToolAnswer => ({ data, content: contentOf(data) });

/** Another capability's answer within this run. */
async function asked(services: ToolServices, capability: string, input: unknown): Promise<ToolAnswer> {
  const outcome = await services.capabilities.run(capability, input);
  const { runId } = outcome.result;
  if (!('output' in outcome)) return { ...plain({ outcome: outcome.type, reason: outcome.reason }), runId };
  const { text = null } = z.looseObject({ text: z.string() }).partial().catch({}).parse(outcome.output);
  return { ...plain({ outcome: outcome.type, text }), runId };
}

const search = reading(
  {
    name: 'search_documents',
    description: 'Finds passages of documents by words and meaning. Cite them by their numbers.',
    input: z.strictObject({
      query: z.string().min(1).max(500).describe('What is looked for.'),
      kinds: z.array(z.string().max(60)).max(10).optional().describe('Only such as invoice or contract.'),
      first: z.int().min(1).max(10).default(5).describe('How many passages.'),
    }),
  },
  async ({ query, kinds, first }, services, { passages }) => {
    const request = { text: query, first, unit: 'passage' as const, ...(kinds && { kinds }) };
    const { hits } = await services.search.query(request);
    const shown = passages.show(hits);
    const data = shown.map(({ hit }) => ({ documentId: hit.documentId, page: hit.page, quote: hit.text }));
    const lines = shown.map(({ hit, text }) => `${text}\n(documentId ${hit.documentId}, page ${hit.page})`);
    return { data, content: contentOf(lines.join('\n\n') || 'Nothing was found.') };
  },
);

const answer = reading(
  {
    name: 'answer_question',
    description: 'Answers a question from the documents that the person may read.',
    input: z.strictObject({
      question: z.string().min(1).max(2000).describe('The question, whole.'),
      documentIds: z.array(documentId).max(20).optional().describe('Only from these.'),
    }),
  },
  (input, services) => asked(services, 'answers.answer', input),
);

const summarize = reading(
  {
    name: 'summarize_document',
    description: 'Summarises one document.',
    input: z.strictObject({ documentId }),
  },
  (input, services) => asked(services, 'summarization.summarize', input),
);

const read = reading(
  {
    name: 'read_document',
    description: 'Reads the text of a document, some pages at once.',
    input: z.strictObject({ documentId, page: z.int().min(1).default(1).describe('The first page.') }),
  },
  async ({ documentId: id, page }, services) => {
    const { name, kind, pages } = await services.documents.read(id);
    const shown = pages.slice(page - 1, page - 1 + shownPages);
    return plain({ name, kind, pageCount: pages.length, pages: shown });
  },
);

const fields = reading(
  {
    name: 'document_fields',
    description: 'What was extracted from a document: names, values, confidence.',
    input: z.strictObject({ documentId }),
  },
  async ({ documentId: id }, services) => {
    const [summary] = await services.documents.summaries([id]);
    if (!summary) throw new AppError('NOT_FOUND', { thing: 'The document' });
    const [found = []] = await services.documents.fields([id]);
    const shown = found.map(({ name, value, confidence, page }) => ({ name, value, confidence, page }));
    return plain({ name: summary.name, kind: summary.kind, fields: shown });
  },
);

const list = reading(
  {
    name: 'list_documents',
    description: 'The newest documents, of one kind or of all.',
    input: z.strictObject({
      kind: z.string().max(60).optional().describe('Such as invoice.'),
      first: z.int().min(1).max(20).default(10).describe('How many.'),
    }),
  },
  async ({ kind, first }, services) => {
    const found = await services.documents.list({ first, ...(kind && { kind }) });
    return plain(
      found.map(({ id, name, kind: of, status, createdAt }) => ({ id, name, kind: of, status, createdAt })),
    );
  },
);

/** Capabilities and readings that are tools; operations of the graph are beside them. */
export const ownTools: readonly AssistantTool[] = [search, answer, summarize, read, fields, list];
