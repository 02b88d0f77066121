import { weighted } from './digits.js';

/** Irish VAT: weights 8 to 2, a second letter counts nine times, modulo 23; the old form is turned first. */
export function isIrishVat(body: string): boolean {
  const old = /^(\d)[A-Z+*](\d{5})([A-W])$/.exec(body);
  const turned = old === null ? body : `0${old[2]}${old[1]}${old[3]}`;
  const digits = [...turned.slice(0, 7)].map(Number);
  const second = turned.length === 9 ? (turned.charCodeAt(8) - 64) * 9 : 0;
  return 'WABCDEFGHIJKLMNOPQRSTUV'[(weighted(digits, [8, 7, 6, 5, 4, 3, 2]) + second) % 23] === turned[7];
}

/** Lithuanian VAT: weights 1, 2, … over the first digits, and another turn from 3 when the rest is 10. */
export function isLithuanianVat(digits: readonly number[]): boolean {
  const length = digits.length - 1;
  const turn = (from: number) => Array.from({ length }, (_, index) => ((from + index - 1) % 9) + 1);
  if (digits[length - 1] !== 1) return false;
  const first = weighted(digits, turn(1)) % 11;
  return (first < 10 ? first : (weighted(digits, turn(3)) % 11) % 10) === digits[length];
}

/** Latvian VAT of legal persons (first digit above 3); personal numbers carry a birth date only. */
export function isLatvianVat(digits: readonly number[]): boolean {
  if ((digits[0] ?? 0) <= 3) return (digits[0] ?? 0) * 10 + (digits[1] ?? 0) <= 32 && (digits[2] ?? 0) <= 1;
  const sum = weighted(digits, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6]);
  const rest = (sum % 11 === 4 && digits[0] === 9 ? sum - 45 : sum) % 11;
  if (rest === 4) return digits[10] === 0;
  return (rest > 4 ? 14 - rest : 3 - rest) === digits[10];
}
