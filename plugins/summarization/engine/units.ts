import type { PageText } from 'tributary/sdk';
import {
  guessLanguage,
  isLanguage,
  type Language,
  Offsets,
  sentences,
  type Turn,
  turnsOf,
  withoutDisfluencies,
} from 'tributary/text';

/** A text that is summed up: a document's, or one that was given. */
export interface Source {
  /** Null for a text that was given. */
  documentId: string | null;
  versionId: string | null;
  title: string | null;
  language: string | null;
  pages: readonly PageText[];
  /** Who said what, where that is known; else it is looked for in the text. Of the only page. */
  turns?: readonly Turn[];
}

/** A sentence of a source with its place: code points of the page's text, end exclusive. */
export interface Unit {
  source: Source;
  page: number;
  start: number;
  end: number;
  /** As it stands there. */
  quote: string;
  /** As a summary shows it. */
  text: string;
  /** Who says it, in a conversation. */
  speaker: string | null;
}

/** A given text as a source: one page. */
export function sourceOf(text: string, title: string | null = null): Source {
  return {
    documentId: null,
    versionId: null,
    title,
    language: null,
    pages: [{ number: 1, text, lines: [] }],
  };
}

/** The language in which a source is analysed. */
export function languageOf({ pages, language }: Pick<Source, 'pages' | 'language'>): Language {
  return isLanguage(language) ? language : guessLanguage(pages.map(({ text }) => text).join('\n')).language;
}

/** The sentences of a source in their order; those of a conversation know who says them, without fillers. */
export function unitsOf(source: Source): Unit[] {
  const language = languageOf(source);
  return source.pages.flatMap((page) => {
    const turns = source.turns ?? turnsOf(page.text);
    return turns ? spokenUnits(source, page, turns, language) : writtenUnits(source, page, language);
  });
}

export const isConversation = (units: readonly Unit[]): boolean =>
  units.some(({ speaker }) => speaker !== null);

/** Sentences of running text: a table row or a heading tells little on its own. */
function writtenUnits(source: Source, { number, text }: PageText, language: Language): Unit[] {
  const offsets = new Offsets(text);
  const all = sentences(text, language).map(
    ({ text: quote, start, end }): Unit => ({
      source,
      page: number,
      start: offsets.toCodePoint(start),
      end: offsets.toCodePoint(end),
      quote,
      text: quote.replace(/\s+/gu, ' '),
      speaker: null,
    }),
  );
  const running = all.filter(({ quote }) => !quote.includes('\t') && quote.length >= 25);
  return running.length > 0 ? running : all;
}

function spokenUnits(
  source: Source,
  { number, text }: PageText,
  turns: readonly Turn[],
  language: Language,
): Unit[] {
  const offsets = new Offsets(text);
  return turns.flatMap((turn) => {
    // A turn's text may be joined lines: its sentences are looked for where they stand.
    const said = text.slice(turn.start, turn.end);
    return sentences(said, language).flatMap(({ text: quote, start, end }): Unit[] => {
      const shown = withoutDisfluencies(quote);
      if (shown === '') return [];
      return [
        {
          source,
          page: number,
          start: offsets.toCodePoint(turn.start + start),
          end: offsets.toCodePoint(turn.start + end),
          quote,
          text: shown,
          speaker: turn.speaker,
        },
      ];
    });
  });
}
