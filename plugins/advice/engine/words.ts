/** Such as `12.50 EUR`. */
export const money = (amount: number | null, currency: string | null): string =>
  `${amount?.toFixed(2) ?? 'an unknown amount'} ${currency ?? ''}`.trim();
