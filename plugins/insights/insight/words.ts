import { AppError, z } from 'tributary/sdk';
import { codePointLength } from 'tributary/text';

/** How a value is written. */
export const formats = [
  'NUMBER',
  'PERCENT',
  'MONEY',
  'DURATION',
  'DAYS',
  'TIME',
  'HOUR',
  'WEEKDAY',
  'MONTH_NAME',
  'TEXT',
] as const;
export type Format = (typeof formats)[number];

/** A value in a text: where it stands (code points, end exclusive), and from where in which program it comes. */
export const tracedNumber = z.object({
  value: z.union([z.number(), z.string()]),
  start: z.int(),
  end: z.int(),
  /** The place of its program among those of the insight. */
  program: z.int(),
  /** A JSON Pointer into the figures of that program. */
  path: z.string(),
  format: z.enum(formats),
  /** `abs`: written without its sign, which the words say. */
  isAbsolute: z.boolean(),
});
export type TracedNumber = z.output<typeof tracedNumber>;

/** A value to be written, by its place in the figures. */
export interface Slot {
  readonly path: string;
  readonly format: Format;
  readonly isAbsolute?: boolean;
  readonly program?: number;
}
/** Words and the values between them. */
export type Phrase = readonly (string | Slot)[];

/** `phrase`Spend rose by ${slot}.`` */
export function phrase(words: TemplateStringsArray, ...slots: readonly (Slot | Phrase | string)[]): Phrase {
  return words.flatMap((word, at): (string | Slot)[] => {
    const slot = slots[at];
    if (slot === undefined) return [word];
    return Array.isArray(slot) ? [word, ...(slot as Phrase)] : [word, slot as string | Slot];
  });
}

export const put = (path: string, format: Format = 'NUMBER', isAbsolute = false): Slot => ({
  path,
  format,
  isAbsolute,
});

/** The value at a JSON Pointer; null where there is none. */
export function valueAt(figures: unknown, path: string): number | string | null {
  let found: unknown = figures;
  for (const part of path.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const isThere = typeof found === 'object' && found !== null && Object.hasOwn(found, key);
    found = isThere ? (found as Record<string, unknown>)[key] : undefined;
  }
  return typeof found === 'number' || typeof found === 'string' ? found : null;
}

/** The text of a phrase over these figures, one for each program, with every value traced. */
export function told(spoken: Phrase, figures: readonly unknown[]): { text: string; numbers: TracedNumber[] } {
  let text = '';
  let length = 0;
  const numbers: TracedNumber[] = [];
  const write = (part: string) => {
    text += part;
    length += codePointLength(part);
  };
  for (const part of spoken) {
    if (typeof part === 'string') {
      write(part);
      continue;
    }
    const { path, format, isAbsolute = false, program = 0 } = part;
    const value = valueAt(figures[program], path);
    if (value === null) throw new AppError('INTERNAL', { reason: `the figures have no value at ${path}` });
    const start = length;
    write(written(value, format, isAbsolute));
    numbers.push({ value, start, end: length, program, path, format, isAbsolute });
  }
  return { text, numbers };
}

const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });

/** How a value is written; the same value always the same. */
export function written(value: number | string, format: Format, isAbsolute: boolean): string {
  if (format === 'TEXT') return String(value);
  if (format === 'TIME') return String(value).slice(0, 10);
  if (format === 'HOUR') return String(value).slice(11, 16);
  if (format === 'WEEKDAY') return weekday.format(new Date(value));
  if (format === 'MONTH_NAME') return month.format(new Date(value));
  const number = isAbsolute ? Math.abs(Number(value)) : Number(value);
  if (format === 'PERCENT') return `${plain.format(Math.round(number * 1000) / 10)} %`;
  if (format === 'MONEY') return cents.format(number);
  if (format === 'DURATION') return durationOf(number);
  if (format === 'DAYS') return `${plain.format(number)} days`;
  return Math.abs(number) >= 1000 ? whole.format(number) : plain.format(number);
}

function durationOf(ms: number): string {
  if (ms < 1000) return `${plain.format(ms)} ms`;
  if (ms < 120_000) return `${plain.format(ms / 1000)} s`;
  if (ms < 7_200_000) return `${plain.format(ms / 60_000)} minutes`;
  return ms < 172_800_000 ? `${plain.format(ms / 3_600_000)} hours` : `${plain.format(ms / 86_400_000)} days`;
}
