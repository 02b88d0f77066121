import { contextPart, type EnginePart, type Granted, z } from 'tributary/sdk';
import type { Quote } from './asked.js';
import type { Audience } from './engine/audience.js';
import { type Length, wantedOf } from './engine/length.js';
import { pieces, summarise } from './engine/summary.js';
import { supportOf } from './engine/support.js';
import { type Source, type Unit, unitsOf } from './engine/units.js';

/** What a summary is asked for, as the capabilities have parsed it. */
export interface Asked {
  question: string | null;
  sentences: number | null;
  length: Length;
  audience: Audience;
}
interface Written {
  text: string;
  quotes: Quote[];
}
type Writing = AsyncGenerator<EnginePart, Written>;

/** Quotes the sentences that tell most, and cites each. */
export async function* quoted(sources: readonly Source[], asked: Asked): Writing {
  const chosen = summarise(sources, asked.question, wantedOf(asked));
  let text = '';
  const quotes: Quote[] = [];
  for (const { separator, text: shown, answerStart, answerEnd, unit } of pieces(chosen, sources)) {
    yield separator + shown;
    text += separator + shown;
    yield* citation({ answerStart, answerEnd, unit });
    quotes.push(quoteOf({ answerStart, answerEnd, unit }));
  }
  return { text, quotes };
}

/** Has a model write it, and finds for each of its sentences the one that it rests on. */
export async function* written(
  sources: readonly Source[],
  asked: Asked,
  { models }: Granted<'models'>,
): Writing {
  let text = '';
  for await (const part of models.stream(promptFor(sources, asked))) {
    if (typeof part === 'string') text += part;
    yield part;
  }
  const supports = supportOf(text, sources.flatMap(unitsOf));
  for (const support of supports) yield* citation(support);
  return { text, quotes: supports.map(quoteOf) };
}

/** As much of each text as the window of the model takes; when that is not all, the result says so. */
function promptFor(sources: readonly Source[], asked: Asked) {
  const parts = sources.map(({ pages, title, documentId }, at) => {
    const whole = pages.map(({ text }) => text).join('\f');
    const named = sources.length > 1 ? `[${title ?? at + 1}]\n${whole}` : whole;
    return contextPart('document', named, {
      keep: 'start',
      priority: sources.length - at,
      ...(documentId === null ? {} : { id: documentId }),
    });
  });
  const { count, words } = wantedOf(asked);
  const isPlain = asked.question === null && asked.audience === 'GENERAL' && sources.length === 1;
  if (isPlain) return { prompt: 'summarize', variables: { text: parts[0], sentences: count } };
  const question = asked.question ?? 'What do they say on the whole?';
  const variables = {
    texts: parts,
    question,
    sentences: count,
    words,
    audience: audiencesInWords[asked.audience],
  };
  return { prompt: 'summarize-for', variables };
}

const audiencesInWords: Readonly<Record<Audience, string>> = {
  GENERAL: 'somebody who knows nothing of it',
  EXPERT: 'an expert of the matter, who wants terms and figures',
  EXECUTIVE: 'an executive, who wants decisions, money, dates and risks',
  CUSTOMER: 'a customer, in plain words, without internal terms',
};

function* citation({
  answerStart,
  answerEnd,
  unit,
}: {
  answerStart: number;
  answerEnd: number;
  unit: Unit;
}): Generator<EnginePart> {
  const { source, page, start, end, quote } = unit;
  const { documentId, versionId } = source;
  if (documentId === null || versionId === null) return;
  yield { type: 'Citation', answerStart, answerEnd, documentId, versionId, page, start, end, quote };
}

function quoteOf({
  answerStart,
  answerEnd,
  unit,
}: {
  answerStart: number;
  answerEnd: number;
  unit: Unit;
}): Quote {
  const { source, page, start, end, quote, speaker } = unit;
  return { answerStart, answerEnd, documentId: source.documentId, page, start, end, speaker, quote };
}

/** A document as a source; its title, else its name, tells it from others. */
export async function documentSource(
  documentId: string,
  { documents }: Granted<'documents'>,
): Promise<Source> {
  const { versionId, title, name, language, pages } = await documents.read(documentId);
  return { documentId, versionId, title: title ?? name, language, pages };
}

/** A text that is given, in code points enough for a day's meeting. */
export const givenText = z.string().trim().min(1).max(400_000);
