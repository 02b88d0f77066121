import { digitsOf, isLuhn, isMod1110, remainder, weighted } from './digits.js';

/** Whether a text is a payment card number: 13 to 19 digits of a known issuer range, Luhn. */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '');
  if (
    !/^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|62\d{14,17})$/.test(
      digits,
    )
  )
    return false;
  return isLuhn(digits);
}

/** Whether a text is a UK NHS number: ten digits, weights 10 to 2, modulo 11 (NHS Data Dictionary). */
export function isNhsNumber(text: string): boolean {
  const digits = digitsOf(text);
  if (!/^\d{3}[\s-]?\d{3}[\s-]?\d{4}$/.test(text.trim())) return false;
  const check = (11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return check === digits[9] && new Set(digits).size > 1;
}

/** Whether a text is a Polish PESEL: eleven digits with a birth date and weights 1, 3, 7, 9 modulo 10. */
export function isPesel(text: string): boolean {
  const digits = digitsOf(text);
  if (!/^\d{11}$/.test(text.trim())) return false;
  const month = (digits[2] ?? 0) * 10 + (digits[3] ?? 0);
  const day = (digits[4] ?? 0) * 10 + (digits[5] ?? 0);
  if (month % 20 < 1 || month % 20 > 12 || day < 1 || day > 31) return false;
  return weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
}

/** Whether a text is a French social security number (NIR): 13 digits (2A, 2B in Corsica) and a key, modulo 97. */
export function isNir(text: string): boolean {
  const value = text.replace(/\s/g, '').toUpperCase();
  if (!/^[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d\d|2[AB])\d{6}\d{2}$/.test(value)) return false;
  const number = value.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return 97 - remainder(number, 97) === Number(value.slice(13));
}

/** Whether a text is a German tax id (Steuer-ID): eleven digits, one of the first ten twice or thrice, ISO 7064 MOD 11,10. */
export function isGermanTaxId(text: string): boolean {
  const value = text.replace(/[\s/]/g, '');
  if (!/^[1-9]\d{10}$/.test(value)) return false;
  const kinds = new Set(value.slice(0, 10)).size;
  return (kinds === 8 || kinds === 9) && isMod1110(digitsOf(value));
}

/** Whether a text is an Italian codice fiscale with its check letter (Decreto 12 March 1974). */
export function isCodiceFiscale(text: string): boolean {
  const value = text.toUpperCase().replace(/\s/g, '');
  if (!/^[A-Z]{6}[\dLMNPQRSTUV]{2}[A-EHLMPRST][\dLMNPQRSTUV]{2}[A-Z][\dLMNPQRSTUV]{3}[A-Z]$/.test(value))
    return false;
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
  const sum = [...value.slice(0, 15)].reduce((total, character, index) => {
    const rank = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65;
    return total + (index % 2 === 0 ? (odd[rank] ?? 0) : rank);
  }, 0);
  return String.fromCharCode(65 + (sum % 26)) === value[15];
}
