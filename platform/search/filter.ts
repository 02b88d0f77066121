import type { SearchFieldFilter, SearchFilter } from 'tributary/sdk';
import { fold } from '#text';
import { type Column, LANGUAGE, NAME, STATUS, UPLOADED } from './facts.js';
import type { Directory, IndexFile } from './index-file.js';
import { kindOf } from './summaries.js';

/** Whether a value passes; told once for each different value of a column. */
type Test = (value: string) => boolean;

const yes = 1;
const no = 2;

/** A property that documents must have, looked up by their number. */
interface Condition {
  readonly passes: (document: number) => boolean;
}

/** The documents among those admitted that a filter lets through. */
export function filtered(
  file: IndexFile,
  directory: Directory,
  admitted: Uint8Array,
  filter: SearchFilter,
): Uint8Array {
  const conditions = conditionsOf(file, directory, filter);
  if (conditions.length === 0) return admitted;
  return admitted.map((is, document) =>
    is === 1 && conditions.every(({ passes }) => passes(document)) ? 1 : 0,
  );
}

/** Whether one document passes a filter. */
export function passesFilter(
  file: IndexFile,
  directory: Directory,
  document: number,
  filter: SearchFilter,
): boolean {
  return conditionsOf(file, directory, filter).every(({ passes }) => passes(document));
}

function conditionsOf(file: IndexFile, directory: Directory, filter: SearchFilter): Condition[] {
  const { kinds, languages, statuses, name, uploaded, fields } = filter;
  const conditions: Condition[] = [];
  const column = (of: string, test: Test, orMissing = false) =>
    conditions.push(inColumn(file.facts.column(of), test, orMissing));
  if (kinds !== undefined) {
    const wanted = new Set(kinds.flatMap((kind) => directory.kinds.get(kind) ?? []));
    conditions.push({ passes: (document) => wanted.has(kindOf(directory.summaries, document)) });
  }
  if (languages !== undefined) column(LANGUAGE, isOneOf(languages));
  if (statuses !== undefined) column(STATUS, isOneOf(statuses));
  if (name !== undefined) {
    const part = fold(name);
    column(NAME, (value) => fold(value).includes(part));
  }
  if (uploaded !== undefined) column(UPLOADED, isWithin(uploaded));
  for (const field of fields ?? []) conditions.push(...fieldConditions(file, field));
  return conditions;
}

function fieldConditions(file: IndexFile, field: SearchFieldFilter): Condition[] {
  const column = file.facts.column(field.name);
  if (field.isMissing === true) return [{ passes: (document) => !column?.codes[document] }];
  const { currency } = field;
  const value = inColumn(column, valueTest(field), field.orMissing === true);
  if (currency === undefined) return [value];
  const own = file.facts.column(`${field.name}.currency`);
  const shared = file.facts.column('currency');
  const test = isOneOf([currency]);
  const [ofOwn, ofShared] = [inColumn(own, test, false), inColumn(shared, test, false)];
  const isMissing = (document: number) => !column?.codes[document];
  return [
    value,
    {
      passes: (document) =>
        (field.orMissing === true && isMissing(document)) ||
        (own?.codes[document] ? ofOwn : ofShared).passes(document),
    },
  ];
}

function valueTest({ oneOf, above, atLeast, atMost, below, from, to }: SearchFieldFilter): Test {
  const tests: Test[] = [];
  if (oneOf !== undefined) tests.push(isOneOf(oneOf));
  if (from !== undefined || to !== undefined) tests.push(isWithin({ from, to }));
  const compare = (bound: string | undefined, holds: (order: number) => boolean) => {
    if (bound !== undefined) tests.push((value) => isNumber(value) && holds(compareDecimals(value, bound)));
  };
  compare(above, (order) => order > 0);
  compare(atLeast, (order) => order >= 0);
  compare(atMost, (order) => order <= 0);
  compare(below, (order) => order < 0);
  return (value) => tests.every((test) => test(value));
}

/** Each different value is judged once, when the first document that has it comes. */
function inColumn(column: Column | null, test: Test, orMissing: boolean): Condition {
  if (column === null) return { passes: () => orMissing };
  const { codes, values } = column;
  const judged = new Uint8Array(values.length);
  const judge = (place: number) => {
    const passes = place === 0 ? orMissing : test(values[place] ?? '');
    judged[place] = passes ? yes : no;
    return passes;
  };
  return {
    passes(document) {
      const place = codes[document] ?? 0;
      const known = judged[place];
      return known === yes || (known !== no && judge(place));
    },
  };
}

function isOneOf(wanted: readonly string[]): Test {
  const folded = new Set(wanted.map(fold));
  return (value) => folded.has(fold(value));
}

/** A day, or an instant by its day (UTC): ISO 8601 sorts as text. */
function isWithin({ from, to }: { from?: string | undefined; to?: string | undefined }): Test {
  return (value) => {
    const day = dayOf(value);
    return day !== null && (from === undefined || day >= from) && (to === undefined || day <= to);
  };
}

/** `2026-03-05` of a day or instant, or null. */
export function dayOf(value: string): string | null {
  return /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(value) ? value.slice(0, 10) : null;
}

export function isNumber(value: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(value);
}

/** Amounts of money are compared exactly up to 15 digits, which is what a double holds. */
function compareDecimals(left: string, right: string): number {
  return Number(left) - Number(right);
}
