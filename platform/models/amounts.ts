const nanoPerDollar = 1_000_000_000n;

/** Nano-dollars as a decimal string of dollars. */
export function dollars(nanoUsd: bigint): string {
  const sign = nanoUsd < 0n ? '-' : '';
  const amount = nanoUsd < 0n ? -nanoUsd : nanoUsd;
  const fraction = (amount % nanoPerDollar).toString().padStart(9, '0').replace(/0+$/, '');
  return `${sign}${amount / nanoPerDollar}${fraction === '' ? '' : `.${fraction}`}`;
}

/**
 * A decimal number as whole units of ten to the minus `places`, exact; what is behind them is rounded up. Null for what
 * is no such number, such as a negative one. Takes the exponents with which JavaScript and JSON write small numbers.
 */
export function unitsOf(decimal: string, places: number): bigint | null {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^(\d{1,30})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(decimal) ?? [];
  if (whole === '') return null;
  const shift = Number(exponent) + places - fraction.length;
  const digits = BigInt(whole + fraction);
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return (digits + divisor - 1n) / divisor;
}

/** Dollars as nano-dollars; null for what is no amount. */
export function nanoOf(usd: string): bigint | null {
  return unitsOf(usd, 9);
}
