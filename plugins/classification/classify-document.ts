import { contextPart, defineCapability, type EnginePart, stepInput, stepOutputs, z } from 'tributary/sdk';
import { classify } from './engine/classify.js';
import { excerpt } from './engine/excerpt.js';
import { documentKinds } from './engine/kinds.js';

/** When the rules are this sure a model is not asked, and the result says that they answered. */
const sureEnough = 0.97;
const modelConfidence = 0.85;

const answerSchema = z.object({
  kind: z.enum(documentKinds),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .nullable(),
});

/** The step `classify`: kind and language. See README for the kinds and the method. */
export const classifyCapability = defineCapability({
  id: 'classification.kind',
  description: 'The kind of a document and its language, with confidence and cues.',
  needs: ['documents', 'models'],
  input: stepInput,
  output: stepOutputs.classify,
  maxOutputTokens: 100,
  documentsOf: ({ documentId }) => [documentId],
  async *model({ documentId, versionId }, { documents, models }) {
    const { pages, mediaType, text } = await documents.read(documentId);
    yield readFrom(documentId, versionId);
    const byRule = classify(pages, mediaType);
    if (byRule.confidence >= sureEnough) return byRule;
    const { kind, language } = await models.complete({
      prompt: 'classify-document',
      variables: {
        kinds: documentKinds.join(', '),
        text: contextPart('document', excerpt(text), { id: documentId, keep: 'start' }),
      },
      schema: answerSchema,
    });
    if (kind === byRule.kind) return { ...byRule, confidence: Math.max(byRule.confidence, 0.95) };
    return { ...byRule, kind, confidence: modelConfidence, language: byRule.language ?? language, cues: [] };
  },
  async *builtIn({ documentId, versionId }, { documents }) {
    const { pages, mediaType } = await documents.read(documentId);
    yield readFrom(documentId, versionId);
    return classify(pages, mediaType);
  },
});

/** The version that the decision rests on; each cue has its own place. */
function readFrom(documentId: string, versionId: string): EnginePart {
  const nowhere = { page: null, start: null, end: null, quote: null, score: null };
  return { type: 'Evidence', evidence: [{ documentId, versionId, ...nowhere }] };
}
