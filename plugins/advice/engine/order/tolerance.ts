import { z } from 'tributary/sdk';

/** How far an invoice may be from its order, as a tenant has set it; see `settings` in plugin.json. */
const toleranceSettings = z.object({
  /** Of an amount or a price, in percent of what was ordered. */
  matchTolerancePercent: z.number().min(0).max(100).default(2),
  /** Of an amount, whatever percent it is: rounding. */
  matchToleranceAmount: z.number().min(0).default(0.05),
  matchToleranceQuantityPercent: z.number().min(0).max(100).default(0),
});

export interface Tolerance {
  percent: number;
  amount: number;
  quantityPercent: number;
}

export function toleranceOf(settings: unknown): Tolerance {
  const read = toleranceSettings.parse(settings);
  return {
    percent: read.matchTolerancePercent,
    amount: read.matchToleranceAmount,
    quantityPercent: read.matchToleranceQuantityPercent,
  };
}

type Deviation = 'WITHIN' | 'OVER' | 'UNDER';

/** Numbers with a rest of binary arithmetic are not over. */
const rest = 1e-9;

/** Whether `actual` is more or less than `expected` by more than the larger of the two allowances. */
export function deviationOf(
  actual: number,
  expected: number,
  allowed: { percent: number; amount: number },
): Deviation {
  const most = Math.max((Math.abs(expected) * allowed.percent) / 100, allowed.amount) + rest;
  const difference = actual - expected;
  if (Math.abs(difference) <= most) return 'WITHIN';
  return difference > 0 ? 'OVER' : 'UNDER';
}

/** By how many percent of `expected` the actual one is more (or less, below 0); null of nothing. */
export function percentOver(actual: number, expected: number): number | null {
  if (expected === 0) return actual === 0 ? 0 : null;
  return ((actual - expected) / Math.abs(expected)) * 100;
}

export const cents = (amount: number): number => Math.round(amount * 100) / 100;
