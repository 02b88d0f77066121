import { isLuhn } from 'tributary/text';

const digitsOf = (text: string): number[] => [...text.replace(/\D/gu, '')].map(Number);
const isVaried = (digits: readonly number[]): boolean => new Set(digits).size > 1;
const weigh = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);

/** Australian company number: nine digits, modulo 10 (ASIC). */
export function isAcn(text: string): boolean {
  const digits = digitsOf(text);
  return isVaried(digits) && (10 - (weigh(digits, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 === digits[8];
}

/** Australian Medicare card: begins with 2 to 6; the ninth digit checks the eight before it. */
export function isMedicare(text: string): boolean {
  const digits = digitsOf(text);
  return /^[2-6]/u.test(text) && weigh(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digits[8];
}

/** Routing number of a US bank (ABA): a known district, weights 3, 7, 1 modulo 10. */
export function isRoutingNumber(text: string): boolean {
  const digits = digitsOf(text);
  return (
    /^(?:0[0-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/u.test(text) &&
    isVaried(digits) &&
    weigh(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0
  );
}

/** National Provider Identifier of the USA: Luhn with the prefix of health cards, 80840. */
export const isNpi = (text: string): boolean => isLuhn(`80840${text.replace(/\D/gu, '')}`);

/** Canadian social insurance number: Luhn, not with 0 or 8 at the beginning. */
export function isSin(text: string): boolean {
  const digits = text.replace(/\D/gu, '');
  return /^[1-79]/u.test(digits) && isVaried(digitsOf(digits)) && isLuhn(digits);
}

/** Singapore NRIC and FIN: seven weighted digits and a letter modulo 11. */
export function isNric(text: string): boolean {
  const [first = '', last = ''] = [text.slice(0, 1), text.slice(-1)];
  const shift = { T: 4, G: 4, M: 3 }[first] ?? 0;
  const letters = { S: 'JZIHGFEDCBA', T: 'JZIHGFEDCBA', M: 'XWUTRQPNJLK' }[first] ?? 'XWUTRQPNMLK';
  return letters[(weigh(digitsOf(text), [2, 7, 6, 5, 4, 3, 2]) + shift) % 11] === last;
}

/** Finnish personal identity code: a day of birth, and a sign modulo 31 (DVV). */
export function isFinnishId(text: string): boolean {
  const number = Number(text.slice(0, 6) + text.slice(7, 10));
  return (
    isDay(text.slice(0, 2), text.slice(2, 4)) && '0123456789ABCDEFHJKLMNPRSTUVWXY'[number % 31] === text[10]
  );
}

/** Swedish personal number: a day of birth (or of coordination, plus 60) and Luhn over ten digits. */
export function isPersonnummer(text: string): boolean {
  const digits = text.replace(/\D/gu, '').slice(-10);
  return isDay(String(Number(digits.slice(4, 6)) % 60), digits.slice(2, 4)) && isLuhn(digits);
}

/** Korean resident registration number as it was given until 2020: modulo 11. */
export function isRrn(text: string): boolean {
  const digits = digitsOf(text);
  const sum = weigh(digits, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
  return isDay(text.slice(4, 6), text.slice(2, 4)) && (11 - (sum % 11)) % 10 === digits[12];
}

/** Thai national identity number: thirteen digits modulo 11. */
export function isThaiId(text: string): boolean {
  const digits = digitsOf(text);
  const sum = weigh(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  return digits[0] !== 0 && isVaried(digits) && (11 - (sum % 11)) % 10 === digits[12];
}

/** Brazilian CPF: two check digits modulo 11. */
export function isCpf(text: string): boolean {
  const digits = digitsOf(text);
  const check = (count: number) =>
    ((weigh(
      digits,
      Array.from({ length: count }, (_, at) => count + 1 - at),
    ) *
      10) %
      11) %
    10;
  return isVaried(digits) && check(9) === digits[9] && check(10) === digits[10];
}

/** Swiss social security number: begins with 756, the check digit of EAN-13. */
export function isAhv(text: string): boolean {
  const digits = digitsOf(text);
  return (10 - (weigh(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === digits[12];
}

/** Belgian national number: 97 less the remainder; of those born since 2000 with a 2 in front. */
export function isBelgianNumber(text: string): boolean {
  const digits = text.replace(/\D/gu, '');
  const check = Number(digits.slice(9));
  return [digits.slice(0, 9), `2${digits.slice(0, 9)}`].some(
    (number) => 97 - (Number(number) % 97) === check,
  );
}

/** Austrian social insurance number: three digits, a check digit modulo 11, a day of birth. */
export function isAustrianNumber(text: string): boolean {
  const digits = digitsOf(text);
  return weigh(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === digits[3];
}

/** German pension insurance number: the letter as two digits, sums of weighted digits modulo 10 (VKVV). */
export function isPensionNumber(text: string): boolean {
  const plain = text.replace(/ /gu, '');
  const letter = String(plain.charCodeAt(8) - 64).padStart(2, '0');
  const digits = digitsOf(plain.slice(0, 8) + letter + plain.slice(9, 11));
  const sum = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].reduce((total, weight, at) => {
    const product = weight * (digits[at] ?? 0);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return isDay(String(Number(plain.slice(2, 4)) % 50), plain.slice(4, 6)) && sum % 10 === Number(plain[11]);
}

/** German identity card or passport with its check digit: weights 7, 3, 1 modulo 10 (ICAO 9303). */
export function isGermanCard(text: string): boolean {
  const sum = [7, 3, 1, 7, 3, 1, 7, 3, 1].reduce(
    (total, weight, at) => total + weight * Number.parseInt(text[at] ?? '0', 36),
    0,
  );
  return sum % 10 === Number(text[9]);
}

/** Indian GSTIN: the state, a PAN, and a check sign modulo 36. */
export function isGstin(text: string): boolean {
  const sum = [...text.slice(0, 14)].reduce((total, sign, at) => {
    const product = Number.parseInt(sign, 36) * (1 + (at % 2));
    return total + Math.floor(product / 36) + (product % 36);
  }, 0);
  return (36 - (sum % 36)) % 36 === Number.parseInt(text.slice(14), 36);
}

const isDay = (day: string, month: string): boolean =>
  Number(day) >= 1 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12;
