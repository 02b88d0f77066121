import type { SearchFilter, SearchOrder } from 'tributary/sdk';
import { bounds, comparisonWords, readAmount } from './amounts.js';
import { type ReadDays, readDays, type Span, shifted } from './days.js';
import type { Comparison } from './lexicon.js';
import type { IntentPart } from './reading.js';
import type { Phrases } from './tokens.js';

/** What was understood of the tokens from `at` to before `next`. */
export interface Understood {
  readonly at: number;
  readonly next: number;
  readonly intent: IntentPart['intent'];
  readonly reading: string;
  readonly confidence: number;
  readonly filter?: SearchFilter;
  readonly order?: SearchOrder;
  readonly problem?: string;
}

/** Kinds whose own date is extracted; of others the day of the upload is known. */
const billKinds: ReadonlySet<string> = new Set(['invoice', 'receipt', 'purchase_order', 'credit_note']);
/** How many fillers may stand between a `not` and what it denies. */
const mostBetween = 3;

/** Reads one query, from left to right. */
export class IntentReader {
  readonly #isBill: boolean;
  readonly #namesBill: boolean;

  constructor(
    private readonly phrases: Phrases,
    private readonly today: string,
  ) {
    const { tokens } = phrases;
    const kinds = tokens.flatMap((_, at) => phrases.at(at, 'kind')?.meaning.kind ?? []);
    const tells = (at: number) => {
      const payment = phrases.at(at, 'paid', 'overdue')?.meaning;
      return payment?.tag === 'paid' ? payment.onlyOf === undefined : payment !== undefined;
    };
    const tellsBill = tokens.some((_, at) => tells(at) || this.#amount(at));
    this.#namesBill = kinds.some((kind) => billKinds.has(kind));
    this.#isBill = kinds.length > 0 ? this.#namesBill : tellsBill;
  }

  read(): Understood[] {
    const all: Understood[] = [];
    for (let at = 0; at < this.phrases.tokens.length; ) {
      const found = this.#at(at);
      if (found) all.push(found);
      at = found ? found.next : at + 1;
    }
    return all;
  }

  #at(at: number): Understood | null {
    return this.#payment(at) ?? this.#amount(at) ?? this.#days(at) ?? this.#plain(at) ?? this.#exclusion(at);
  }

  /** `paid`, `not yet paid`, `overdue`. An invoice that says nothing of what is due is not known to be paid. */
  #payment(at: number): Understood | null {
    const overdue = this.phrases.at(at, 'overdue');
    if (overdue) {
      const due = { name: 'due_date', to: shifted(this.today, -1) };
      return {
        at,
        next: overdue.next,
        intent: 'PAYMENT',
        reading: `due before ${this.today} and not paid`,
        confidence: 0.85,
        filter: { fields: [due, { name: 'due_amount', above: '0', orMissing: true }] },
      };
    }
    const not = this.phrases.at(at, 'not');
    const place = not ? this.#deniedPaid(not.next) : at;
    const paid = this.phrases.at(place, 'paid');
    if (!paid || (paid.meaning.onlyOf === 'bills' && !this.#namesBill)) return null;
    const isPaid = paid.meaning.paid !== Boolean(not);
    return {
      at,
      next: paid.next,
      intent: 'PAYMENT',
      reading: isPaid ? 'nothing is due any more' : 'something is due, or nothing is said of it',
      confidence: 0.85,
      filter: {
        fields: [
          isPaid ? { name: 'due_amount', atMost: '0' } : { name: 'due_amount', above: '0', orMissing: true },
        ],
      },
    };
  }

  /** What a `not` denies: `no se han pagado`, `not all been paid`; to read it as paid would be the worst mistake. */
  #deniedPaid(from: number): number {
    for (let at = from; at <= from + mostBetween; at++) {
      if (this.phrases.at(at, 'paid')) return at;
      if (this.phrases.at(at, 'kind', 'compare', 'month', 'currency')) break;
    }
    return from;
  }

  #behindFillers(from: number): number {
    let at = from;
    for (let skipped = 0; skipped < mostBetween; skipped++) {
      if (this.phrases.at(at, 'paid')) return at;
      const filler = this.phrases.at(at, 'filler', 'not');
      if (!filler) return at;
      at = filler.next;
    }
    return at;
  }

  /** A comparison with an amount, a range, or an amount with its currency. */
  #amount(at: number): Understood | null {
    const of = this.phrases.at(at, 'amountOf');
    const place = of ? this.#behindFillers(of.next) : at;
    const field = of?.meaning.field ?? 'grand_total';
    const between = this.phrases.at(place, 'between');
    const first = between && readAmount(this.phrases, between.next);
    const and = first && this.phrases.at(first.next, 'and');
    const second = and && readAmount(this.phrases, and.next);
    const isDay = second?.currency === null && this.phrases.at(second.next, 'month') !== null;
    if (first && second && !isDay && !(first.isYear && second.isYear)) {
      const currency = second.currency ?? first.currency;
      const range = { atLeast: first.amount, atMost: second.amount };
      if (Number(first.amount) <= Number(second.amount)) {
        const says = `from ${first.amount} to ${second.amount}`;
        return this.#amountPart(at, second.next, field, says, range, currency);
      }
    }
    const compared = this.phrases.at(place, 'compare');
    const amount = readAmount(this.phrases, compared?.next ?? place);
    if (!amount) return null;
    // `500 EUR or more`, `500以上` stand behind.
    const behind = compared ? null : this.#comparedBehind(amount.next);
    const by: Comparison | null = compared?.meaning.by ?? behind?.by ?? (amount.currency ? 'equal' : null);
    if (by === null || (amount.isYear && (compared?.meaning.alsoDays ?? true))) return null;
    if (this.phrases.at(amount.next, 'unit', 'month') && amount.currency === null) return null;
    const says = `${comparisonWords[by]} ${amount.amount}`;
    const next = behind?.next ?? amount.next;
    return this.#amountPart(at, next, field, says, bounds(by, amount.amount), amount.currency);
  }

  #comparedBehind(at: number): { by: Comparison; next: number } | null {
    const [one, two] = this.phrases.tokens.slice(at, at + 2).map(({ word }) => word);
    if (one === '以' && (two === '上' || two === '下'))
      return { by: two === '上' ? 'atLeast' : 'atMost', next: at + 2 };
    const isOr = ['or', 'oder', 'o', 'ou', 'или', 'и'].includes(one ?? '');
    if (isOr && ['more', 'mehr', 'mas', 'plus', 'более', 'больше', 'выше'].includes(two ?? ''))
      return { by: 'atLeast', next: at + 2 };
    if (isOr && ['less', 'weniger', 'menos', 'moins', 'менее', 'меньше', 'ниже'].includes(two ?? ''))
      return { by: 'atMost', next: at + 2 };
    return null;
  }

  #amountPart(
    at: number,
    next: number,
    name: string,
    says: string,
    range: Record<string, string>,
    currency: string | null,
  ): Understood {
    const field = { name, ...range, ...(currency === null ? {} : { currency }) };
    const reading = `${name.replace('_', ' ')} ${says}${currency === null ? ', of any currency' : ` ${currency}`}`;
    const confidence = currency === null ? 0.75 : 0.95;
    return { at, next, intent: 'AMOUNT', reading, confidence, filter: { fields: [field] } };
  }

  /** Days, with what they are days of and how they are meant. */
  #days(at: number): Understood | null {
    const of = this.phrases.at(at, 'dateOf');
    const start = of?.next ?? at;
    const range = this.#range(start);
    if (range) return this.#daysPart(at, range, range.span, of?.meaning.field);
    const by = this.phrases.at(start, 'days');
    const found = readDays(this.phrases, by?.next ?? start, this.today);
    if (!found) return null;
    const { from, to } = found.span;
    const how = by?.meaning.by ?? 'in';
    const meant: Partial<Span> = {
      in: { from, to },
      // `from March` is in March, `since March` from then on.
      from: this.#isSince(start) ? { from } : { from, to },
      to: { to },
      before: { to: shifted(from, -1) },
      after: { from: shifted(to, 1) },
    }[how];
    return this.#daysPart(at, found, meant, of?.meaning.field);
  }

  #isSince(at: number): boolean {
    const first = this.phrases.tokens[at]?.word ?? '';
    return ['since', 'starting', 'seit', 'ab', 'desde', 'depuis', 'a', 'с', 'начиная', '自'].includes(first);
  }

  /** `between March and May 2026`, `from 1 March to 15 March`. */
  #range(at: number): ReadDays | null {
    const opening = this.phrases.at(at, 'between', 'days');
    if (!opening) return null;
    if (opening.meaning.tag === 'days' && opening.meaning.by !== 'from' && opening.meaning.by !== 'in')
      return null;
    const first = this.#dayAlone(opening.next) ?? readDays(this.phrases, opening.next, this.today);
    const and = first && this.phrases.at(first.next, 'and');
    const second = and && readDays(this.phrases, and.next, this.today);
    if (!first || !second) return null;
    if (opening.meaning.tag === 'days' && this.phrases.tokens[first.next]?.word === 'and') return null;
    if (first.span.from === '') {
      const from = `${second.span.from.slice(0, 8)}${first.span.to.padStart(2, '0')}`;
      return from <= second.span.to ? { ...second, span: { from, to: second.span.to } } : null;
    }
    const year = Number(second.span.to.slice(0, 4));
    const again = readDays(this.phrases, opening.next, this.today, year) ?? first;
    const from = again.span.from <= second.span.to ? again.span.from : first.span.from;
    if (from > second.span.to) return null;
    return {
      span: { from, to: second.span.to },
      next: second.next,
      confidence: Math.min(first.confidence, second.confidence),
    };
  }

  /** `5` of `between 5 and 10 March`: a day whose month stands behind the other one. */
  #dayAlone(at: number): ReadDays | null {
    const text = this.phrases.tokens[at]?.text ?? '';
    const and = this.phrases.at(at + 1, 'and');
    const isDay = /^(?:[1-9]|[12]\d|3[01])$/.test(text) && and && this.phrases.at(and.next + 1, 'month');
    return isDay ? { span: { from: '', to: text }, next: at + 1, confidence: 0.85 } : null;
  }

  #daysPart(at: number, found: ReadDays, days: Partial<Span>, of: string | undefined): Understood {
    const name = of ?? (this.#isBill ? 'issue_date' : 'uploaded');
    const filter: SearchFilter = name === 'uploaded' ? { uploaded: days } : { fields: [{ name, ...days }] };
    const { from, to } = days;
    const says =
      from === to
        ? `on ${from}`
        : `${from ? `from ${from}` : ''}${from && to ? ' ' : ''}${to ? `to ${to}` : ''}`;
    const reading = `${name === 'uploaded' ? 'uploaded' : name.replace('_', ' ')} ${says}`;
    return { at, next: found.next, intent: 'DATE', reading, confidence: found.confidence, filter };
  }

  #plain(at: number): Understood | null {
    const last = this.phrases.at(at, 'which');
    const isNewest =
      last?.meaning.which === 'last' && /^\d{1,3}$/.test(this.phrases.tokens[last.next]?.text ?? '');
    if (isNewest && this.phrases.at(last.next + 1, 'kind')) {
      const order: SearchOrder = {
        by: 'date',
        ...(this.#isBill ? { field: 'issue_date' } : {}),
        ascending: false,
      };
      return { at, next: last.next + 1, intent: 'ORDER', reading: 'newest first', confidence: 0.7, order };
    }
    // `the 10 largest`: how many are shown is the caller's to say.
    const isCount = /^\d{1,3}$/.test(this.phrases.tokens[at]?.text ?? '');
    const found = isCount
      ? this.phrases.at(at + 1, 'order')
      : this.phrases.at(at, 'kind', 'language', 'review', 'order');
    if (!found) return null;
    const { meaning, next } = found;
    const place = { at, next };
    switch (meaning.tag) {
      case 'kind': {
        const reading = `kind ${meaning.kind.replaceAll('_', ' ')}`;
        return { ...place, intent: 'KIND', reading, confidence: 0.9, filter: { kinds: [meaning.kind] } };
      }
      case 'language': {
        const filter = { languages: [meaning.language] };
        return {
          ...place,
          intent: 'LANGUAGE',
          reading: `written in ${meaning.language}`,
          confidence: 0.9,
          filter,
        };
      }
      case 'review': {
        const filter: SearchFilter = { statuses: ['NEEDS_REVIEW'] };
        return {
          ...place,
          intent: 'STATUS',
          reading: 'a person has to look at it',
          confidence: 0.85,
          filter,
        };
      }
      case 'order': {
        const date = this.#isBill ? { field: 'issue_date' } : {};
        const by = meaning.by === 'amount' ? { field: 'grand_total' } : date;
        const order: SearchOrder = { by: 'date', ...by, ascending: meaning.ascending };
        const [first, last] = meaning.by === 'amount' ? ['smallest', 'largest'] : ['oldest', 'newest'];
        const reading = `by ${order.field?.replace('_', ' ') ?? 'upload'}, ${meaning.ascending ? first : last} first`;
        return { ...place, intent: 'ORDER', reading, confidence: 0.8, order };
      }
    }
  }

  /** What shall not be there: no filter says that, so it is shown as not applied, and its word is not searched for. */
  #exclusion(at: number): Understood | null {
    const found = this.phrases.at(at, 'without', 'not');
    if (!found) return null;
    const next = this.#behindFillers(found.next);
    if (next >= this.phrases.tokens.length) return null;
    const problem = 'No filter leaves this out';
    return { at, next: next + 1, intent: 'EXCLUSION', reading: 'without this', confidence: 0.6, problem };
  }
}
