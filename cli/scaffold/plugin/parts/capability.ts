import { spoken } from '../../subgraph/names.js';
import type { PluginDraft } from '../draft.js';
import type { PartNames } from '../names.js';
import { addPrompt } from './prompt.js';

/** A capability that quotes what a document says most centrally, by its own algorithm or by a model. */
export function addCapability(draft: PluginDraft, names: PartNames): void {
  const prompt = `${draft.id}-${names.file}`;
  draft.contribute('capabilities', names.id);
  const { events = [] } = draft.manifest.contributes;
  if (!events.includes('document.indexed')) draft.contribute('events', 'document.indexed');
  draft.permit('documents', 'models');
  draft.write(`${names.file}.ts`, source(draft.id, names, prompt));
  addPrompt(draft, prompt);
  draft.list('capabilities', names.variable, names.file);
}

function source(plugin: string, { id, variable }: PartNames, prompt: string): string {
  return `import { defineCapability, z } from 'tributary/sdk';
import { sentences, sumBasic, words } from 'tributary/text';

/** Where a model reads no further, in UTF-16 units. */
const modelReads = 20_000;
/** Shorter ones are headings, names and numbers. */
const fewestWords = 4;

/** ${upper(spoken(plugin))} of a document: the sentences that say most with its most frequent words. */
export const ${variable} = defineCapability({
  id: '${id}',
  description: '${upper(spoken(plugin))} of a document, in its own sentences.',
  needs: ['documents', 'models'],
  input: z.object({ documentId: z.uuid(), count: z.int().min(1).max(10).default(2) }),
  output: z.object({ text: z.string() }),
  on: ['document.indexed'], // runs as a job for every document
  async *model({ documentId, count }, { documents, models }) {
    const { text } = await documents.read(documentId);
    yield* models.stream({ prompt: '${prompt}', variables: { text: text.slice(0, modelReads), count } });
  },
  async *builtIn({ documentId, count }, { documents }) {
    const { text } = await documents.read(documentId);
    const whole = sentences(text).filter((sentence) => words(sentence.text).length >= fewestWords);
    const chosen = sumBasic(
      whole.map((sentence) => words(sentence.text)),
      count,
    );
    // In the order of the document.
    for (const [nth, at] of chosen.sort((a, b) => a - b).entries()) {
      const sentence = whole[at]?.text.replace(/\\s+/g, ' ') ?? '';
      yield nth === 0 ? sentence : \` \${sentence}\`;
    }
  },
});
`;
}

const upper = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
