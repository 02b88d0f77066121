import { digitsOf } from './digits.js';

const LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Whether a text is a Spanish NIF of a person: DNI or NIE with its letter (modulo 23; Real Decreto 1553/2005). */
export function isNif(text: string): boolean {
  const value = text.toUpperCase().replace(/[\s.-]/g, '');
  if (!/^[XYZKLM\d]\d{7}[A-Z]$/.test(value)) return false;
  const number = value
    .slice(0, 8)
    .replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)))
    .replace(/^[KLM]/, '');
  return LETTERS[Number(number) % 23] === value[8];
}

/** Whether a text is a Spanish NIF of an entity (former CIF) with its control digit or letter (Orden EHA/451/2008). */
export function isCif(text: string): boolean {
  const value = text.toUpperCase().replace(/[\s.-]/g, '');
  if (!/^[ABCDEFGHJNPQRSUVW]\d{7}[A-J\d]$/.test(value)) return false;
  const sum = digitsOf(value.slice(1, 8)).reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  const control = (10 - (sum % 10)) % 10;
  const last = value[8] ?? '';
  if (/[PQRSNW]/.test(value[0] ?? '')) return last === 'JABCDEFGHI'[control];
  if (/[ABEH]/.test(value[0] ?? '')) return last === String(control);
  return last === String(control) || last === 'JABCDEFGHI'[control];
}

/** Whether a text is any Spanish tax id: of a person or of an entity. */
export function isSpanishTaxId(text: string): boolean {
  return isNif(text) || isCif(text);
}
