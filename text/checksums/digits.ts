/** The digits of a text as numbers; everything else is left out. */
export function digitsOf(text: string): number[] {
  return [...text.replace(/\D/g, '')].map(Number);
}

/** The sum of digits times weights, position by position. */
export function weighted(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0);
}

/** Whether the last digit is right by the Luhn formula (ISO/IEC 7812-1 annex B). */
export function isLuhn(text: string): boolean {
  const digits = digitsOf(text);
  const sum = digits.reduceRight((total, digit, index) => {
    const doubled = (digits.length - index) % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return digits.length > 1 && sum % 10 === 0;
}

/** Whether the last digit is right by ISO 7064 MOD 11,10 (German VAT id and tax id, Croatian OIB). */
export function isMod1110(digits: readonly number[]): boolean {
  const product = digits
    .slice(0, -1)
    .reduce((previous, digit) => (((digit + previous) % 10 || 10) * 2) % 11, 10);
  return (11 - product) % 10 === digits.at(-1);
}

/** The remainder of a long decimal number, digit by digit. */
export function remainder(digits: string, divisor: number): number {
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % divisor, 0);
}
