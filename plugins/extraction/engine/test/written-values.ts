import type { InvoiceWords } from './invoice-words.js';

/** Chooses by a sequence of numbers. */
export class Dice {
  constructor(private readonly next: () => number) {}

  /** Of a list that is not empty. */
  one<Each>(list: readonly Each[]): Each {
    return list[Math.floor(this.next() * list.length)] as Each;
  }

  /** True this often, from 0 to 1. */
  often(share: number): boolean {
    return this.next() < share;
  }

  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** As many different ones as there are, at most. */
  some<Each>(list: readonly Each[], count: number): Each[] {
    const left = [...list];
    return Array.from({ length: Math.min(count, left.length) }).flatMap(() =>
      left.splice(Math.floor(this.next() * left.length), 1),
    );
  }
}

/** An ISO date in one of the forms that a language writes. */
export function writtenDate(iso: string, form: string, { months }: Pick<InvoiceWords, 'months'>): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  const parts: Record<string, string> = {
    yyyy: year,
    yy: year.slice(2),
    mm: month,
    dd: day,
    m: String(Number(month)),
    d: String(Number(day)),
    Y: year,
    M: months[Number(month) - 1] ?? '',
    D: Number(day) === 1 && months[0] === 'janvier' ? '1er' : String(Number(day)),
    Dth: `${Number(day)}${ordinal(Number(day))}`,
  };
  return form.replace(/yyyy|yy|mm|dd|Dth|[mdYMD](?!\p{L})/gu, (part) => parts[part] ?? part);
}

function ordinal(day: number): string {
  if (day > 10 && day < 20) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}

/** Cents in one of the forms that a language writes. */
export function writtenAmount(cents: number, form: InvoiceWords['amounts'][number]): string {
  const [whole = '', fraction = ''] = (Math.abs(cents) / 100).toFixed(2).split('.');
  const separator = /^1(?<separator>\D?)234/u.exec(form)?.groups?.separator ?? '';
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/gu, separator);
  return `${cents < 0 ? '-' : ''}${grouped}${form.at(-3)}${fraction}`;
}
