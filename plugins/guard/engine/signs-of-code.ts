/** Digits, letters of base64, what may stand between pairs of digits, what may lead them. */
const [hex, base64, apart, lead] = [1, 2, 4, 8];
/** What each sign can be in base64 and in hexadecimal digits. */
const signs = tableOfSigns();
const leastOfBase64 = 20;
const leastOfHex = 24;
const leastPairs = 12;
const escaped = /[%\\][xX]?[0-9A-Fa-f]{2}(?:[%\\][xX]?[0-9A-Fa-f]{2}){11}/;

/**
 * Whether a text can hold anything in base64 or in hexadecimal digits: a long run of its signs, or pairs of digits with
 * spaces, colons, `%` or `\x` between. Most texts have nothing of the kind; one pass says so.
 */
export function signsOfCode(text: string): { isBase64: boolean; isHex: boolean } {
  const seen = { isBase64: false, isHex: false, isEscaped: false };
  let [ofBase64, digits, pairs] = [0, 0, 0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const sign = code < 0x80 ? (signs[code] ?? 0) : 0;
    ofBase64 = sign & base64 ? ofBase64 + 1 : 0;
    if (ofBase64 === leastOfBase64) seen.isBase64 = true;
    if (sign & hex) {
      if (++digits === leastOfHex) seen.isHex = true;
      continue;
    }
    pairs = digits === 2 && sign & apart ? pairs + 1 : 0;
    if (pairs === leastPairs) seen.isHex = true;
    if (sign & lead) seen.isEscaped = true;
    digits = 0;
  }
  return { isBase64: seen.isBase64, isHex: seen.isHex || (seen.isEscaped && escaped.test(text)) };
}

function tableOfSigns(): Uint8Array {
  const table = new Uint8Array(0x80);
  for (let code = 0; code < table.length; code++) {
    const sign = String.fromCharCode(code);
    table[code] =
      (/[0-9A-Fa-f]/.test(sign) ? hex : 0) |
      (/[A-Za-z0-9+/_-]/.test(sign) ? base64 : 0) |
      (/[ :]/.test(sign) ? apart : 0) |
      (/[%\\]/.test(sign) ? lead : 0);
  }
  return table;
}
