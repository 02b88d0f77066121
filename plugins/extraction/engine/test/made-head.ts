import type { Facts } from './made-invoice.js';
import { daysLater, noisy } from './made-invoice.js';
import type { PageWriter } from './page-writer.js';
import type { Dice } from './written-values.js';

/** How the number, the date and what else stands in the head are laid out. */
export const headLayouts = [
  'beside',
  'beside',
  'colon',
  'oneCell',
  'under',
  'boxes',
  'titled',
  'placed',
  'oneLine',
  'broken',
  'leftTable',
  'bigTitle',
  'numberBelow',
  'stacked',
] as const;
export type HeadLayout = (typeof headLayouts)[number];

type Entry = readonly [label: string, value: string];

/** The head of the page: seller, buyer, title, number and dates, with numbers and dates of other things around. */
export function layHead(
  page: PageWriter,
  facts: Facts,
  layout: HeadLayout,
  dice: Dice,
  american: boolean,
): void {
  const { words, isCredit } = facts;
  const title = dice.one(isCredit ? words.creditTitle : words.title);
  const number: Entry = [dice.one(isCredit ? words.creditNumber : words.number), facts.number];
  const date: Entry = [dice.one(words.date), facts.date(facts.issued)];
  const around = others(facts, dice);
  const seller = [dice.one(words.company), words.street, words.town];
  const buyer = american
    ? ['Example Stores Inc.', '500 Main Street', 'Springfield, IL 62701']
    : ['Musterkunde & Partner', words.street.replace('12', '88'), words.town];
  if (dice.often(0.5)) page.row([50, seller.join(' · ')]);
  else for (const line of seller) page.row([dice.one([50, 380]), line]);
  page.gap();
  const entries = dice.often(0.7) ? [number, date, ...around] : shuffled([number, date, ...around], dice);
  const blocks: Record<HeadLayout, () => void> = {
    beside: () => {
      const rows = entries.map(([label, value]) => [[340, label] as const, [470, value] as const]);
      page.beside(buyer, rows);
      page.row([50, title]);
    },
    colon: () => {
      page.row([50, title]);
      page.beside(
        buyer,
        entries.map(([label, value]) => [[340, `${label}: ${value}`] as const]),
      );
    },
    oneCell: () => {
      page.beside(
        buyer,
        entries.map(([label, value]) => [[340, `${label} ${value}`] as const]),
      );
      page.row([50, title]);
    },
    under: () => {
      for (const line of buyer) page.row([50, line]);
      page.row([50, title]);
      const four = entries.slice(0, 4);
      const columns = four.some((entry) => entry === number) && four.some((entry) => entry === date);
      const shown = columns ? four : [number, date, ...around.slice(0, 2)];
      page.row(...shown.map(([label], index) => [50 + index * 130, label] as const));
      page.row(...shown.map(([, value], index) => [50 + index * 130, value] as const));
    },
    boxes: () => {
      page.row([50, title]);
      const cells = entries.flatMap(([label, value]) => [[[380, label] as const], [[380, value] as const]]);
      page.beside(buyer, cells);
    },
    titled: () => {
      for (const line of buyer) page.row([50, line]);
      const nr = dice.one(words.titleNumber);
      page.row([
        50,
        `${title} ${nr}${nr === '' ? '' : ' '}${facts.number} ${words.of} ${date[1].replace(/^(?:le|den) /u, '')}`,
      ]);
      for (const [label, value] of around) page.row([50, `${label}: ${value}`]);
    },
    placed: () => {
      for (const line of buyer) page.row([50, line]);
      page.row([360, `${words.place} ${date[1].replace(/^(?:le|den) /u, '')}`]);
      const nr = dice.one(words.titleNumber);
      page.row([50, `${title} ${nr}${nr === '' ? '' : ' '}${facts.number}`]);
      for (const [label, value] of around) page.row([50, `${label}: ${value}`]);
    },
    oneLine: () => {
      for (const line of buyer) page.row([50, line]);
      page.row([50, title]);
      page.row([
        50,
        entries
          .slice(0, 2)
          .map(([label, value]) => `${label}: ${value}`)
          .join('   '),
      ]);
      page.row([
        50,
        entries
          .slice(2)
          .map(([label, value]) => `${label}: ${value}`)
          .join(' | '),
      ]);
    },
    broken: () => {
      const rows = entries.flatMap(([label, value]) => brokenRows(label, value));
      page.row([50, title]);
      page.beside(buyer, rows);
    },
    bigTitle: () => {
      page.row([50, title], [420, facts.number]);
      for (const line of buyer) page.row([50, line]);
      for (const [label, value] of [date, ...around]) page.row([340, label], [470, value]);
    },
    numberBelow: () => {
      for (const line of buyer) page.row([50, line]);
      const nr = dice.one(words.titleNumber);
      page.row([50, title]);
      page.row([50, `${nr === '' ? '#' : nr} ${facts.number}`]);
      for (const [label, value] of [date, ...around]) page.row([50, `${label}: ${value}`]);
    },
    stacked: () => {
      page.row([50, title]);
      const [left = [], right = []] = [
        entries.filter((_, at) => at % 2 === 0),
        entries.filter((_, at) => at % 2 === 1),
      ];
      left.forEach(([label, value], at) => {
        const [other, otherValue] = right[at] ?? ['', ''];
        page.row([50, label], [160, value], [320, other], [440, otherValue]);
      });
      for (const line of buyer) page.row([50, line]);
    },
    leftTable: () => {
      page.row([50, title]);
      for (const [label, value] of entries) page.row([50, `${label} :`], [190, value]);
      page.row([50, buyer[0] ?? '']);
    },
  };
  if (dice.often(0.1)) page.row([420, noisy(dice.one(facts.noise.printed), facts, dice)]);
  blocks[layout]();
  for (const text of dice.some(facts.noise.references, dice.between(-2, 2)))
    page.row([50, noisy(text, facts, dice)]);
  if (isCredit && dice.often(0.6)) page.row([50, noisy(dice.one(facts.noise.earlier), facts, dice)]);
  page.gap();
}

/** A label of two words stands in two rows, with its value beside the first or the second. */
function brokenRows(label: string, value: string) {
  const [first = '', ...rest] = label.split(' ');
  if (rest.length === 0) return [[[340, label] as const, [470, value] as const]];
  return [[[340, first] as const], [[340, rest.join(' ')] as const, [470, value] as const]];
}

function others(facts: Facts, dice: Dice): Entry[] {
  const { words, issued } = facts;
  const dates = dice
    .some(words.otherDates, dice.between(0, 2))
    .map((label): Entry => [label, facts.date(daysLater(issued, -dice.between(1, 20)))]);
  const numbers = dice
    .some(words.otherNumbers, dice.between(0, 3))
    .map((label): Entry => [label, String(dice.between(1_000, 9_999_999))]);
  const due: Entry[] = dice.often(0.6)
    ? [[dice.one(words.due), facts.date(daysLater(issued, dice.one([8, 14, 30])))]]
    : [];
  const period: Entry[] = dice.often(0.2)
    ? [[words.period, `${facts.date(daysLater(issued, -40))} - ${facts.date(daysLater(issued, -10))}`]]
    : [];
  return shuffled([...dates, ...numbers, ...due, ...period], dice);
}

function shuffled<Each>(list: readonly Each[], dice: Dice): Each[] {
  return dice.some(list, list.length);
}
