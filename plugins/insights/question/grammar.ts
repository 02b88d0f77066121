import { type AnalyticsProgram, analyticsFieldType, analyticsProgram, isMoneyField } from 'tributary/sdk';
import { parseAmount } from 'tributary/text';
import { numberAt, readRange, readSpan, type Span } from './days.js';
import type { Meaning } from './lexicon.js';
import { phraseAt, type Token, tokensOf } from './tokens.js';

/** How a question was read. */
export interface Reading {
  readonly program: AnalyticsProgram;
  /** Words that nothing was made of. */
  readonly unread: string[];
}

type Subject = Extract<Meaning, { tag: 'subject' }>;
type Measure = Extract<Meaning, { tag: 'measure' }>;
type Filter = NonNullable<AnalyticsProgram['filters']>[number];
type Interval = NonNullable<AnalyticsProgram['interval']>;

/** Kinds whose own date is extracted. */
const dated: ReadonlySet<string> = new Set(['invoice', 'receipt', 'purchase_order', 'credit_note']);
const intervals = {
  hour: 'HOUR',
  day: 'DAY',
  week: 'WEEK',
  month: 'MONTH',
  quarter: 'MONTH',
  year: 'MONTH',
} as const;
const mostTop = 100;

/**
 * Reads a question in plain language (English, German, Spanish) into a query program: a grammar of phrases, from left to
 * right, the longest first; the same question on the same day is read the same. Null when it names nothing that is known.
 */
export function readQuestion(question: string, today: string): Reading | null {
  return new QuestionReader(tokensOf(question), today).read();
}

class QuestionReader {
  #measure: Measure | null = null;
  readonly #subjects: Subject[] = [];
  readonly #filters: Filter[] = [];
  readonly #dimensions: Extract<Meaning, { tag: 'dimension' }>[] = [];
  readonly #unread: string[] = [];
  #kinds: string[] = [];
  #interval: Interval | null = null;
  #span: Span | null = null;
  #time: string | null = null;
  #limit: number | null = null;
  #order: 'VALUE_DESC' | 'VALUE_ASC' | null = null;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly today: string,
  ) {}

  read(): Reading | null {
    for (let at = 0; at < this.tokens.length; ) {
      const next =
        this.#grouping(at) ??
        this.#days(at) ??
        this.#comparison(at) ??
        this.#name(at) ??
        this.#word(at) ??
        phraseAt(this.tokens, at, 'filler', 'by', 'from', 'to', 'which', 'and')?.next;
      if (next === undefined) {
        const { text } = this.tokens[at] as Token;
        if (/[\p{L}\p{N}]/u.test(text)) this.#unread.push(text);
      }
      at = next ?? at + 1;
    }
    return this.#program();
  }

  /** `by supplier`, `per month`, `monthly`, `which supplier`, `top 5 customers`. */
  #grouping(at: number): number | undefined {
    const every = phraseAt(this.tokens, at, 'every', 'overTime');
    if (every) {
      this.#interval ??= every.meaning.tag === 'every' ? intervals[every.meaning.unit] : 'MONTH';
      return every.next;
    }
    const by = phraseAt(this.tokens, at, 'by');
    if (by) {
      const place = phraseAt(this.tokens, by.next, 'filler')?.next ?? by.next;
      const unit = phraseAt(this.tokens, place, 'unit');
      if (unit) {
        this.#interval = intervals[unit.meaning.unit];
        return unit.next;
      }
      return this.#dimension(place);
    }
    const which = phraseAt(this.tokens, at, 'which', 'top');
    if (!which) return undefined;
    const count = which.meaning.tag === 'top' ? numberAt(this.tokens, which.next) : null;
    const next = this.#dimension(count === null ? which.next : which.next + 1);
    if (next === undefined) return undefined;
    const isLowest = which.meaning.tag === 'top' && which.meaning.isLowest;
    this.#order = isLowest ? 'VALUE_ASC' : 'VALUE_DESC';
    if (which.meaning.tag === 'top') this.#limit = Math.min(mostTop, Math.max(1, count ?? 10));
    return next;
  }

  #dimension(at: number): number | undefined {
    const found = phraseAt(this.tokens, at, 'dimension');
    if (!found) return undefined;
    this.#dimensions.push(found.meaning);
    return found.next;
  }

  #days(at: number): number | undefined {
    const from = phraseAt(this.tokens, at, 'from');
    const found =
      readSpan(this.tokens, at, this.today) ?? (from && readRange(this.tokens, from.next, this.today));
    if (!found) return undefined;
    this.#span = found.span;
    return found.next;
  }

  /** `over 500 EUR`, `€500`. */
  #comparison(at: number): number | undefined {
    const compare = phraseAt(this.tokens, at, 'compare');
    const place = compare?.next ?? at;
    const before = phraseAt(this.tokens, place, 'currency');
    const number = this.tokens[before?.next ?? place]?.text ?? '';
    const amount = compare && /^\d/.test(number) ? parseAmount(number) : null;
    if (compare && amount !== null) {
      const behind = (before?.next ?? place) + 1;
      const after = phraseAt(this.tokens, behind, 'currency');
      const code = (before ?? after)?.meaning.code;
      this.#filters.push({ field: 'amount', is: compare.meaning.is, values: [amount] });
      if (code) this.#filters.push({ field: 'currency', is: 'EQUALS', values: [code] });
      return after?.next ?? behind;
    }
    const currency = phraseAt(this.tokens, at, 'currency');
    if (!currency) return undefined;
    this.#filters.push({ field: 'currency', is: 'EQUALS', values: [currency.meaning.code] });
    return currency.next;
  }

  /** `from Acme Ltd`, `"Acme"`, `of answers.answer`: names as they are written, with capitals, or quoted. */
  #name(at: number): number | undefined {
    const isOwn = this.tokens[at]?.quoted !== undefined;
    const marker = isOwn ? null : phraseAt(this.tokens, at, 'from', 'to');
    const begin = marker?.next ?? at;
    const [first] = this.tokens.slice(begin);
    if ((!marker && !isOwn) || !first) return undefined;
    if (/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(first.text)) {
      this.#filters.push({ field: 'capability', is: 'EQUALS', values: [first.text] });
      return begin + 1;
    }
    let end = begin;
    while (isNamePart(this.tokens[end]) && (end === begin || isNear(this.tokens[end - 1], this.tokens[end])))
      end += 1;
    if (first.quoted !== undefined) end = begin + 1;
    const isKnown = phraseAt(this.tokens, begin, 'dimension', 'kind', 'subject', 'month', 'unit', 'relative');
    if (end === begin || (isKnown && first.quoted === undefined)) return undefined;
    const name = this.tokens
      .slice(begin, end)
      .map(({ text, quoted }) => quoted ?? text)
      .join(' ');
    const field = marker?.meaning.tag === 'to' ? 'buyer' : 'seller';
    this.#filters.push({ field, is: 'EQUALS', values: [name.slice(0, 200)] });
    return end;
  }

  #word(at: number): number | undefined {
    const found = phraseAt(this.tokens, at, 'measure', 'subject', 'kind', 'time');
    if (!found) return undefined;
    const { meaning } = found;
    if (meaning.tag === 'kind') this.#kinds.push(meaning.kind);
    else if (meaning.tag === 'time') this.#time = meaning.time;
    else if (meaning.tag === 'subject') this.#subjects.push(meaning);
    // `average number of invoices` is a number; what is said first counts else.
    else if (this.#measure === null || meaning.of === 'count') this.#measure = meaning;
    return found.next;
  }

  #program(): Reading | null {
    const subject = this.#subject();
    if (!subject) return null;
    const { source } = subject;
    const isDocuments = source === 'documents';
    const measure = this.#measured(subject);
    const groupBy = [...new Set(this.#dimensions.flatMap(({ fields }) => fields[source] ?? []))].slice(0, 2);
    const filters = [
      ...(this.#kinds.length > 0 && isDocuments ? [kindFilter(this.#kinds)] : []),
      ...(subject.filters ?? []),
      ...this.#filters.filter(({ field }) => analyticsFieldType(source, field) !== null),
    ];
    const isDated = isDocuments && this.#kinds.some((kind) => dated.has(kind));
    const time = isDocuments ? (this.#time ?? (isDated ? 'issueDate' : null)) : null;
    const parsed = analyticsProgram.safeParse({
      source,
      measure,
      ...(groupBy.length > 0 && { groupBy }),
      ...(filters.length > 0 && { filters: unique(filters) }),
      ...(this.#interval && { interval: this.#interval }),
      ...(time && !(time === 'uploadedAt' && isMoneyField(source, measure.field)) && { time }),
      ...(this.#span && { period: { from: this.#span.from, to: this.#span.to } }),
      ...(this.#order && { order: this.#order }),
      ...(this.#limit !== null && { limit: this.#limit }),
    });
    return parsed.success ? { program: parsed.data, unread: this.#unread } : null;
  }

  /** What is asked of: what names a field before what names a source, documents for kinds and amounts. */
  #subject(): Subject | null {
    const named = this.#subjects.find(({ field }) => field !== undefined) ?? this.#subjects[0];
    const asksCount = this.#measure?.of === 'count';
    const counted = this.#subjects.find(({ field }) => field === undefined);
    if (asksCount && counted) return counted;
    if (named && !(named.source !== 'documents' && this.#kinds.length > 0 && named.field === undefined))
      return named;
    const isOfDocuments = this.#kinds.length > 0 || this.#dimensions.some(({ fields }) => fields.documents);
    if (isOfDocuments) {
      const isCount = this.#measure === null || asksCount || this.#measure.of === 'share';
      const wantsAmount = !isCount || (this.#measure === null && this.#kinds.length === 0);
      return {
        tag: 'subject',
        source: 'documents',
        of: wantsAmount ? 'sum' : 'count',
        ...(wantsAmount && { field: 'amount' }),
      };
    }
    return named ?? null;
  }

  #measured(subject: Subject): AnalyticsProgram['measure'] {
    const { source, field, of } = subject;
    const asked = this.#measure?.of ?? of;
    const isLong = this.#measure?.isLong === true;
    if (asked === 'count') {
      // `how many were corrected`: those of which it holds.
      if (field !== undefined && analyticsFieldType(source, field) === 'boolean') {
        this.#filters.push({ field, is: 'EQUALS', values: ['true'] });
      }
      return { of: 'count' };
    }
    const own =
      field ??
      (isLong
        ? {
            documents: 'durationMs',
            runs: 'durationMs',
            reviews: 'resolutionMs',
            recommendations: 'decisionMs',
          }[source]
        : undefined);
    if (own === undefined) return { of: 'count' };
    const type = analyticsFieldType(source, own);
    if (type === 'boolean') return { of: 'share', field: own };
    return { of: asked === 'share' ? 'mean' : asked, field: own };
  }
}

const kindFilter = (kinds: readonly string[]): Filter => {
  const values = [...new Set(kinds)];
  return { field: 'kind', is: values.length === 1 ? 'EQUALS' : 'ONE_OF', values };
};

const unique = (filters: readonly Filter[]): Filter[] => [
  ...new Map(filters.map((filter) => [JSON.stringify(filter), filter])).values(),
];

const isNamePart = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.quoted !== undefined || /^[\p{Lu}&]/u.test(token.text)) &&
  token.date === undefined;

/** Parts of one name have nothing but blanks between them. */
const isNear = (one: Token | undefined, other: Token | undefined): boolean =>
  one !== undefined && other !== undefined && other.start - one.end <= 1;
