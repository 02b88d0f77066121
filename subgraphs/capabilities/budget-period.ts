export type BudgetPeriodName = 'DAY' | 'MONTH';

/** The first moment after a period that begins on a day (`YYYY-MM-DD`, UTC), in ISO 8601. */
export function resetsAt(period: BudgetPeriodName, starts: string): string {
  const next = new Date(`${starts}T00:00:00Z`);
  if (period === 'DAY') next.setUTCDate(next.getUTCDate() + 1);
  else next.setUTCMonth(next.getUTCMonth() + 1);
  return next.toISOString().replace('.000Z', 'Z');
}
