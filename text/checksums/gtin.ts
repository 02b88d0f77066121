import { digitsOf } from './digits.js';

/** Whether a text is a GTIN (EAN-8, UPC-A, EAN-13, GTIN-14) with its check digit (GS1 General Specifications 7.9). */
export function isGtin(text: string): boolean {
  const digits = digitsOf(text);
  if (!/^\d+$/.test(text.trim()) || ![8, 12, 13, 14].includes(digits.length)) return false;
  const sum = digits.reduceRight(
    (total, digit, index) => total + digit * ((digits.length - index) % 2 === 0 ? 3 : 1),
    0,
  );
  return sum > 0 && sum % 10 === 0;
}
