import { contextPart, defineCapability, type EnginePart, type Granted, z } from 'tributary/sdk';
import { codePointLength, type Turn } from 'tributary/text';
import { sentiments } from './engine/sentiment.js';
import { supportOf } from './engine/support.js';
import { type Thread, threadOf, threadStates } from './engine/thread.js';
import { type Source, sourceOf, type Unit, unitsOf } from './engine/units.js';
import { documentSource, givenText } from './writing.js';

const mostMessages = 500;
const mostSteps = 10;

const message = z.object({
  author: z.string().trim().min(1).max(60),
  text: z.string().trim().min(1).max(20_000),
});
const input = z
  .object({
    documentId: z
      .uuid()
      .nullish()
      .transform((id) => id ?? null),
    text: givenText.nullish().transform((text) => text ?? null),
    messages: z
      .array(message)
      .min(1)
      .max(mostMessages)
      .nullish()
      .transform((messages) => messages ?? null),
  })
  .refine((given) => Object.values(given).filter((each) => each !== null).length === 1, {
    error: 'name exactly one of documentId, text and messages',
  });

const thread = z.object({
  problem: z.string().nullable(),
  stepsTried: z.array(z.string()).max(mostSteps),
  state: z.enum(threadStates),
  sentiment: z.object({ label: z.enum(sentiments), score: z.number().min(-1).max(1) }),
  nextAction: z.string().nullable(),
});
const fields = ['PROBLEM', 'STEP_TRIED', 'STATE', 'NEXT_ACTION'] as const;
type Field = (typeof fields)[number];
const output = thread.extend({
  text: z.string(),
  participants: z.array(z.object({ name: z.string(), role: z.enum(['CUSTOMER', 'SUPPORT']) })),
  quotes: z.array(
    z.object({
      field: z.enum(fields),
      documentId: z.uuid().nullable(),
      page: z.int().positive(),
      start: z.int().nonnegative(),
      end: z.int().nonnegative(),
      speaker: z.string().nullable(),
      quote: z.string(),
    }),
  ),
});

/** What a support thread is about, as typed fields: each with the words that say it. */
export const summarizeConversation = defineCapability({
  id: 'summarization.conversation',
  description: 'Problem, steps tried, state, sentiment and next action of a support thread.',
  needs: ['documents', 'models'],
  input,
  output,
  maxOutputTokens: 800,
  documentsOf: ({ documentId }) => (documentId === null ? [] : [documentId]),
  async *model(given, { documents, models }) {
    const source = await sourceFor(given, { documents });
    const units = unitsOf(source);
    const whole = source.pages.map(({ text }) => text).join('\f');
    const text = contextPart('document', whole, source.documentId === null ? {} : { id: source.documentId });
    const found = yield* models.streamObject({
      prompt: 'summarize-conversation',
      variables: { text, states: threadStates.join(', ') },
      schema: thread,
    });
    const { participants } = threadOf(units);
    return yield* told(found, participants, [
      ...resting('PROBLEM', [found.problem], units),
      ...resting('STEP_TRIED', found.stepsTried, units),
      ...resting('NEXT_ACTION', [found.nextAction], units),
    ]);
  },
  async *builtIn(given, { documents }) {
    const found = threadOf(unitsOf(await sourceFor(given, { documents })));
    const { problem, stepsTried, state, shownBy, sentiment, nextAction, participants } = found;
    const named = (field: Field, unit: Unit | null) => (unit ? [{ field, unit, text: unit.text }] : []);
    const fieldsOf = {
      problem: problem?.text ?? null,
      stepsTried: stepsTried.map(({ text }) => text),
      state,
      sentiment,
      nextAction: nextAction?.text ?? null,
    };
    return yield* told(fieldsOf, participants, [
      ...named('PROBLEM', problem),
      ...stepsTried.flatMap((unit) => named('STEP_TRIED', unit)),
      ...named('STATE', shownBy),
      ...named('NEXT_ACTION', nextAction),
    ]);
  },
});

interface Told {
  field: Field;
  unit: Unit;
  /** As the fields say it. */
  text: string;
}

async function sourceFor(
  { documentId, text, messages }: z.output<typeof input>,
  { documents }: Granted<'documents'>,
): Promise<Source> {
  if (documentId !== null) return documentSource(documentId, { documents });
  if (messages === null) return sourceOf(text ?? '');
  return sourceOfMessages(messages);
}

/** One message a line; who speaks is known, whatever the words look like. */
function sourceOfMessages(messages: readonly z.output<typeof message>[]): Source {
  let text = '';
  const turns = messages.map(({ author, text: said }): Turn => {
    text += `${text === '' ? '' : '\n'}${oneLine(author)}: `;
    const start = text.length;
    text += oneLine(said);
    return { speaker: oneLine(author), text: oneLine(said), start, end: text.length };
  });
  return { ...sourceOf(text), turns };
}

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ');

function resting(field: Field, texts: readonly (string | null)[], units: readonly Unit[]): Told[] {
  return texts.flatMap((text) => {
    const [support] = text === null ? [] : supportOf(text, units);
    return text !== null && support ? [{ field, unit: support.unit, text }] : [];
  });
}

const labels: Readonly<Record<Field, string>> = {
  PROBLEM: 'Problem',
  STEP_TRIED: 'Tried',
  STATE: 'Said last',
  NEXT_ACTION: 'Next',
};

/** The fields as lines of text, with their citations, and as the output. */
async function* told(
  found: z.output<typeof thread>,
  participants: Thread['participants'],
  quotes: readonly Told[],
): AsyncGenerator<EnginePart, z.input<typeof output>> {
  let text = `${found.state}, ${found.sentiment.label} (${found.sentiment.score})`;
  yield text;
  for (const { field, unit, text: said } of quotes) {
    const lead = `\n${labels[field]}: `;
    yield lead + said;
    const answerStart = codePointLength(text + lead);
    text += lead + said;
    const { source, page, start, end, quote } = unit;
    const { documentId, versionId } = source;
    if (documentId !== null && versionId !== null) {
      const answerEnd = codePointLength(text);
      yield { type: 'Citation', answerStart, answerEnd, documentId, versionId, page, start, end, quote };
    }
  }
  return {
    ...found,
    text,
    participants,
    quotes: quotes.map(({ field, unit }) => {
      const { source, page, start, end, speaker, quote } = unit;
      return { field, documentId: source.documentId, page, start, end, speaker, quote };
    }),
  };
}
