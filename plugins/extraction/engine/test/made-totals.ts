import { type Facts, noisy } from './made-invoice.js';
import { endingAt, type PageWriter } from './page-writer.js';
import type { Dice } from './written-values.js';

/** How the sums are laid out. */
export const totalsLayouts = [
  'rows',
  'rows',
  'farRows',
  'oneCell',
  'currencyCell',
  'headed',
  'rateTable',
  'labelsAbove',
  'grandOnly',
  'leaders',
  'breakdown',
  'inFront',
] as const;
export type TotalsLayout = (typeof totalsLayouts)[number];

type Sum = readonly [label: string, cents: number];

/** The table of goods and the sums under it. */
export function layTotals(page: PageWriter, facts: Facts, layout: TotalsLayout, dice: Dice): void {
  layGoods(page, facts, dice);
  const { words } = facts;
  const before = sumsBefore(facts, dice);
  const grand: Sum = [dice.one(words.grand), facts.grand];
  const after = sumsAfter(facts, dice);
  const all = [...before, grand, ...after];
  const layouts: Record<TotalsLayout, () => void> = {
    rows: () => {
      for (const [label, cents] of all) page.row([340, label], endingAt(560, facts.money(cents)));
    },
    farRows: () => {
      for (const [label, cents] of all) page.row([50, label], endingAt(560, facts.money(cents)));
    },
    oneCell: () => {
      for (const [label, cents] of all) page.row([330, `${label}: ${facts.money(cents)}`]);
    },
    currencyCell: () => {
      for (const [label, cents] of all) {
        page.row([300, label], [450, words.currency], endingAt(560, facts.amount(cents)));
      }
    },
    headed: () => {
      const columns = [
        [dice.one(words.net), facts.net],
        [taxLabel(facts, null, dice), facts.tax],
        grand,
      ] as const;
      page.row(...columns.map(([label], index) => [180 + index * 140, label] as const));
      page.row(...columns.map(([, cents], index) => [180 + index * 140, facts.money(cents)] as const));
      for (const [label, cents] of after) page.row([340, label], endingAt(560, facts.money(cents)));
    },
    rateTable: () => {
      const [rate, base, tax, gross] = words.rateHead;
      page.row([50, rate], [150, base], [250, tax], [350, gross]);
      for (const share of facts.shares) {
        page.row(
          [50, `${facts.amount(share.rate * 100)} %`],
          [150, facts.amount(share.base)],
          [250, facts.amount(share.tax)],
          [350, facts.amount(share.base + share.tax)],
        );
      }
      for (const [label, cents] of [grand, ...after])
        page.row([340, label], endingAt(560, facts.money(cents)));
    },
    leaders: () => {
      for (const [label, cents] of all) page.row([300, `${label} ${'.'.repeat(20)} ${facts.money(cents)}`]);
    },
    breakdown: () => {
      const [rate, base, tax, gross] = words.rateHead;
      page.row([50, rate], [120, base], [190, tax], [260, gross]);
      facts.shares.forEach((share, at) => {
        const [label, cents] = all[at] ?? ['', 0];
        const amounts = [share.base, share.tax, share.base + share.tax];
        page.row(
          [50, `${facts.amount(share.rate * 100)}%`],
          ...amounts.map((each, column) => [120 + column * 70, facts.amount(each)] as const),
          [360, label],
          endingAt(560, facts.money(cents)),
        );
      });
      for (const [label, cents] of all.slice(facts.shares.length))
        page.row([360, label], endingAt(560, facts.money(cents)));
    },
    inFront: () => {
      for (const [label, cents] of all)
        page.row([340, words.currency], [380, facts.amount(cents)], [450, label]);
    },
    labelsAbove: () => {
      for (const [label, cents] of all) {
        page.row([420, label]);
        page.row([430, facts.money(cents)]);
      }
    },
    grandOnly: () => {
      for (const [label, cents] of [grand, ...after])
        page.row([340, label], endingAt(560, facts.money(cents)));
      page.row([340, taxLabel(facts, null, dice)], endingAt(560, facts.money(facts.tax)));
    },
  };
  layouts[layout]();
}

function layGoods(page: PageWriter, facts: Facts, dice: Dice): void {
  const [description, quantity, price, total] = dice.one(facts.words.goods);
  const numbered = dice.often(0.4);
  page.row(
    [50, numbered ? 'Pos' : ''],
    [90, description],
    [300, quantity],
    [390, price],
    endingAt(560, total),
  );
  facts.lines.forEach((line, index) => {
    page.row(
      [50, numbered ? String(index + 1) : ''],
      [90, line.name],
      [300, String(line.quantity)],
      [390, facts.amount(line.price)],
      endingAt(560, facts.amount(line.total)),
    );
    if (dice.often(0.25)) page.row([90, noisy(dice.one(facts.noise.remarks), facts, dice)]);
  });
  page.gap();
}

function sumsBefore(facts: Facts, dice: Dice): Sum[] {
  const { words, allowance, charge, shares, net } = facts;
  return [
    ...(allowance === 0 ? [] : [[dice.one(words.allowance), -allowance] as const]),
    ...(charge === 0 ? [] : [[dice.one(words.charge), charge] as const]),
    [dice.one(words.net), net],
    ...shares.map(({ rate, tax }): Sum => [taxLabel(facts, rate, dice), tax]),
  ];
}

function sumsAfter(facts: Facts, dice: Dice): Sum[] {
  const { words, prepaid, rounding, due } = facts;
  const shown = prepaid !== 0 || rounding !== 0 || dice.often(0.35);
  return [
    ...(prepaid === 0 ? [] : [[dice.one(words.prepaid), dice.often(0.5) ? -prepaid : prepaid] as const]),
    ...(rounding === 0 ? [] : [[words.rounding, rounding] as const]),
    ...(shown ? [[dice.one(words.amountDue), due] as const] : []),
  ];
}

function taxLabel(facts: Facts, rate: number | null, dice: Dice): string {
  const label = dice.one(facts.words.tax);
  const written = facts.amount((rate ?? facts.shares[0]?.rate ?? 0) * 100);
  const short = dice.often(0.6) ? written.replace(/[.,]00$/u, '') : written;
  return label.replace(/%(?=[ \u00a0]?%)/u, short);
}
