import { contextPart, defineCapability, type EnginePart, z } from 'tributary/sdk';
import { classify } from './engine/classify.js';
import { excerpt } from './engine/excerpt.js';
import { documentKinds } from './engine/kinds.js';
import { reasonKinds, type Sensitivity, sensitivityLevels, sensitivityOf } from './engine/sensitivity.js';
import { topicsOf } from './engine/topics.js';
import { oneSubject, oneSubjectError, read, type Subject, subject } from './subject.js';

const confidence = z.number().min(0).max(1);
const mostTopics = 10;

const output = z.object({
  kind: z.enum(documentKinds),
  confidence,
  language: z.string().nullable(),
  languageConfidence: confidence,
  topics: z.array(z.object({ topic: z.string(), confidence, count: z.int().nonnegative() })),
  sensitivity: z.object({
    level: z.enum(sensitivityLevels),
    confidence,
    reasons: z.array(
      z.object({
        kind: z.enum([...reasonKinds, 'MODEL']),
        level: z.enum(sensitivityLevels),
        detail: z.string(),
        count: z.int().nonnegative(),
      }),
    ),
  }),
  cues: z.array(z.object({ cue: z.string(), quote: z.string().nullable() })),
});
type Classified = z.input<typeof output>;

const answerSchema = z.object({
  kind: z.enum(documentKinds),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .nullable(),
  topics: z.array(z.string().min(1).max(100)).max(mostTopics),
  sensitivity: z.enum(sensitivityLevels),
  reason: z.string().max(500),
});
const modelConfidence = 0.85;

/** Kind, language, topics and sensitivity of a document or of a text, each with its confidence. */
export const classifyText = defineCapability({
  id: 'classification.text',
  description: 'Kind, language, topics and sensitivity of a document or a text, with confidence.',
  needs: ['documents', 'models'],
  input: z.object(subject).refine(oneSubject, oneSubjectError),
  output,
  maxOutputTokens: 400,
  documentsOf: ({ documentId }) => (documentId === null ? [] : [documentId]),
  async *model(input, { documents, models }) {
    const found = await read(input, { documents });
    const byRule = byRules(found);
    const { documentId } = found;
    const answer = await models.complete({
      prompt: 'classify-text',
      variables: {
        kinds: documentKinds.join(', '),
        levels: sensitivityLevels.join(', '),
        text: contextPart('document', excerpt(found.text), {
          keep: 'start',
          ...(documentId === null ? {} : { id: documentId }),
        }),
      },
      schema: answerSchema,
    });
    return yield* whole(joined(byRule, answer));
  },
  async *builtIn(input, { documents }) {
    return yield* whole(byRules(await read(input, { documents })));
  },
});

/** Who follows the stream sees it whole. */
function* whole(value: Classified): Generator<EnginePart, Classified> {
  yield { type: 'ObjectDelta', path: '', value };
  return value;
}

function byRules({ pages, text, mediaType }: Subject): Classified {
  const { kind, confidence: sure, language, languageConfidence, cues } = classify(pages, mediaType);
  return {
    kind: documentKinds.find((each) => each === kind) ?? 'other',
    confidence: sure,
    language,
    languageConfidence,
    topics: topicsOf(text, language),
    sensitivity: sensitivityOf(text),
    cues: cues.map(({ cue, quote }) => ({ cue, quote })),
  };
}

function joined(byRule: Classified, answer: z.output<typeof answerSchema>): Classified {
  const isSame = answer.kind === byRule.kind;
  const topics = answer.topics.map((topic, at) => ({
    topic,
    confidence: Math.round(100 * (modelConfidence - at * 0.02)) / 100,
    count: 0,
  }));
  return {
    kind: answer.kind,
    confidence: isSame ? Math.max(byRule.confidence, 0.95) : modelConfidence,
    language: byRule.language ?? answer.language,
    languageConfidence:
      byRule.language === null && answer.language !== null ? modelConfidence : byRule.languageConfidence,
    topics: topics.length > 0 ? topics : byRule.topics,
    sensitivity: raised(byRule.sensitivity as Sensitivity, answer),
    cues: isSame ? byRule.cues : [],
  };
}

/** What was found in the text stands: a model may find it more sensitive, and never less. */
function raised(
  byRule: Sensitivity,
  { sensitivity: level, reason }: z.output<typeof answerSchema>,
): Classified['sensitivity'] {
  const isHigher = sensitivityLevels.indexOf(level) > sensitivityLevels.indexOf(byRule.level);
  if (!isHigher) return byRule;
  const said = { kind: 'MODEL' as const, level, detail: reason, count: 1 };
  return { level, confidence: modelConfidence, reasons: [...byRule.reasons, said] };
}
