import type { SearchFieldFilter, SearchFilter, SearchOrder } from 'tributary/sdk';
import { Offsets, STOP_WORDS } from 'tributary/text';
import { bothFilters, searchFilter } from '../filter-schema.js';
import { IntentReader, type Understood } from './reader.js';
import type { IntentPart, SearchReading } from './reading.js';
import { type IntentToken, intentTokens, Phrases } from './tokens.js';

/**
 * Reads a query in plain language (en de es fr ru zh) into a filter and the words that are left: a grammar of phrases,
 * read from left to right, the longest first. The same query on the same day is read the same. Linear in its length.
 */
export function readIntent(query: string, today: string): SearchReading {
  const tokens = intentTokens(query);
  const phrases = new Phrases(tokens);
  const understood = new IntentReader(phrases, today).read();
  const offsets = new Offsets(query);
  let filter: SearchFilter = {};
  let order: SearchOrder | null = null;
  const parts: IntentPart[] = [];
  for (const one of understood) {
    const [start, end] = [tokens[one.at]?.start ?? 0, tokens[one.next - 1]?.end ?? 0];
    const both = one.filter ? joined(filter, one.filter) : filter;
    const problem = one.problem ?? (both === null ? 'Contradicts an earlier part' : null);
    if (both !== null) filter = both;
    order = one.order ?? order;
    parts.push({
      start: offsets.toCodePoint(start),
      end: offsets.toCodePoint(end),
      text: query.slice(start, end),
      intent: one.intent,
      reading: one.reading,
      confidence: one.confidence,
      filter: problem === null ? (one.filter ?? null) : null,
      problem,
    });
  }
  return { text: leftOver(query, tokens, understood, phrases), filter, order, parts };
}

/** Both conditions; conditions on one field that say different things become one. Null when nothing could pass. */
function joined(filter: SearchFilter, more: SearchFilter): SearchFilter | null {
  const fields = new Map<string, SearchFieldFilter>(
    (filter.fields ?? []).map((field) => [field.name, field]),
  );
  for (const field of more.fields ?? []) {
    const known = fields.get(field.name);
    if (known && Object.keys(field).some((key) => key !== 'name' && key in known && key !== 'currency'))
      return null;
    fields.set(field.name, { ...known, ...field });
  }
  const { fields: _, ...rest } = more;
  const kinds = filter.kinds && more.kinds ? { kinds: [...new Set([...filter.kinds, ...more.kinds])] } : {};
  const languages =
    filter.languages && more.languages
      ? { languages: [...new Set([...filter.languages, ...more.languages])] }
      : {};
  const both = { ...bothFilters(filter, rest), ...kinds, ...languages };
  const whole = fields.size > 0 ? { ...both, fields: [...fields.values()] } : both;
  return searchFilter.safeParse(whole).success ? whole : null;
}

/** What nobody understood, as it stands; without words that say nothing, where something was understood. */
function leftOver(
  query: string,
  tokens: readonly IntentToken[],
  understood: readonly Understood[],
  phrases: Phrases,
): string {
  if (understood.length === 0) return query.trim();
  const taken = new Set<number>();
  for (const { at, next } of understood) for (let place = at; place < next; place++) taken.add(place);
  const pieces: { start: number; end: number }[] = [];
  for (const [place, token] of tokens.entries()) {
    const isWord = /[\p{L}\p{N}]/u.test(token.text);
    const isFiller =
      phrases.at(place, 'filler', 'days', 'and', 'amountOf')?.next === place + 1 || isStopWord(token.word);
    if (taken.has(place) || !isWord || isFiller) continue;
    const last = pieces.at(-1);
    const isNext = last && !/\s/u.test(query.slice(last.end, token.start)) && !taken.has(place - 1);
    if (isNext) last.end = token.end;
    else pieces.push({ start: token.start, end: token.end });
  }
  return pieces.map(({ start, end }) => query.slice(start, end)).join(' ');
}

function isStopWord(word: string): boolean {
  return Object.values(STOP_WORDS).some((stops) => stops.has(word));
}
