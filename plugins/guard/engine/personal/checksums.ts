import { sha256 } from '@noble/hashes/sha2.js';

const digitsOf = (text: string): number[] => [...text.replace(/\D/gu, '')].map(Number);
const weigh = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);

const product = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const permutation = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** Whether the last digit is right in the dihedral group D5 (Verhoeff 1969). */
export function isVerhoeff(text: string): boolean {
  const check = digitsOf(text).reduceRight(
    ({ sum, at }, digit) => ({
      sum: Number(product[sum]?.[Number(permutation[at % 8]?.[digit])]),
      at: at + 1,
    }),
    { sum: 0, at: 0 },
  );
  return check.sum === 0;
}

/** Indian Aadhaar: twelve digits that begin with 2 to 9 (UIDAI). */
export function isAadhaar(text: string): boolean {
  const digits = text.replace(/\D/gu, '');
  return /^[2-9]\d{11}$/u.test(digits) && new Set(digits).size > 1 && isVerhoeff(digits);
}

/** Australian tax file number: nine digits, modulo 11. */
export function isTfn(text: string): boolean {
  const digits = digitsOf(text);
  return (
    digits.length === 9 && new Set(digits).size > 1 && weigh(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0
  );
}

/** Australian business number: eleven digits, the first less one, modulo 89 (ABR). */
export function isAbn(text: string): boolean {
  const [first = 0, ...rest] = digitsOf(text);
  return (
    rest.length === 10 &&
    first > 0 &&
    weigh([first - 1, ...rest], [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) % 89 === 0
  );
}

/** Number of a US prescriber (DEA): two letters and seven digits, of which the last is a check digit. */
export function isDea(text: string): boolean {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, check] = digitsOf(text);
  return (a + c + e + 2 * (b + d + f)) % 10 === check;
}

/** Dutch citizen service number: nine digits, the "eleven test". */
export function isBsn(text: string): boolean {
  const digits = digitsOf(text);
  return (
    digits.length === 9 && new Set(digits).size > 1 && weigh(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0
  );
}

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** A Bitcoin address of the first kinds: 25 bytes in base 58, the last four of them a double SHA-256 of the others. */
export function isBase58Check(text: string): boolean {
  let value = 0n;
  for (const sign of text) {
    const digit = base58.indexOf(sign);
    if (digit < 0) return false;
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16);
  if (hex.length > 50) return false;
  const bytes = Buffer.from(hex.padStart(50, '0'), 'hex');
  const check = sha256(sha256(bytes.subarray(0, 21)));
  return bytes.subarray(21).every((byte, at) => byte === check[at]);
}

const bech32Signs = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** A segregated witness address: checksum of BIP 173 (Bech32) or BIP 350 (Bech32m). */
export function isBech32(text: string): boolean {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return false;
  const at = lower.lastIndexOf('1');
  const prefix = [...lower.slice(0, at)].map((sign) => sign.charCodeAt(0));
  const data = [...lower.slice(at + 1)].map((sign) => bech32Signs.indexOf(sign));
  if (at < 1 || data.length < 6 || data.includes(-1)) return false;
  let checksum = 1;
  for (const value of [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data]) {
    const top = checksum >>> 25;
    checksum = (((checksum & 0x1ffffff) << 5) ^ value) >>> 0;
    for (const [bit, part] of generator.entries()) if ((top >> bit) & 1) checksum = (checksum ^ part) >>> 0;
  }
  return checksum === 1 || checksum === 0x2bc830a3;
}
