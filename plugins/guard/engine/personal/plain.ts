/** A text as it is searched, with the place in the given text of each of its places. */
export interface PlainText {
  text: string;
  at(index: number): number;
}

/** Of all that is not ASCII only these are read as something else, or not at all. */
const changed =
  /[\u00a0\u00ad\u061c\u0660-\u1819\u2000-\u2015\u2028-\u202f\u2060-\u2069\u2212\u3000\u3002\ufeff\uff01-\uff61\udb40]|\u034f|[\ufe00-\ufe0f]/;
const decimalDigit = /\p{Nd}/u;

/**
 * Digits and signs of all scripts and widths in ASCII, and without what no reader sees: a number that is written in
 * full-width digits or cut by zero-width spaces is still that number (Unicode TR #36).
 */
export function plainOf(text: string): PlainText {
  if (!changed.test(text)) return { text, at: (index) => index };
  const codes = new Uint16Array(text.length);
  const places = new Uint32Array(text.length);
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) {
      if (isInvisible(code)) continue;
      // A high surrogate: tag characters and selectors beyond the first plane go, the rest stays.
      if (code === 0xdb40) {
        index++;
        continue;
      }
    }
    codes[length] = code < 0x80 ? code : plainCode(code);
    places[length++] = index;
  }
  const at = (index: number) => (index < length ? (places[index] ?? text.length) : text.length);
  return { text: textOf(codes.subarray(0, length)), at };
}

function isInvisible(code: number): boolean {
  if (code === 0xad || code === 0x34f || code === 0x61c || code === 0x180e || code === 0xfeff) return true;
  if (code < 0x200b) return false;
  return (
    code <= 0x200f ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x2064) ||
    (code >= 0x2066 && code <= 0x2069) ||
    (code >= 0xfe00 && code <= 0xfe0f)
  );
}

function plainCode(code: number): number {
  if (code >= 0xff01 && code <= 0xff5e) return code - 0xfee0;
  if (code === 0xa0 || code === 0x202f || code === 0x3000 || (code >= 0x2000 && code <= 0x200a)) return 0x20;
  if ((code >= 0x2010 && code <= 0x2015) || code === 0x2212) return 0x2d;
  if (code === 0x3002 || code === 0xff61) return 0x2e;
  if (code < 0x660 || code > 0x1819) return code;
  return isDigit(code) ? 0x30 + digitOf(code) : code;
}

/** Decimal digits stand in tens of consecutive code points, which begin at zero (Unicode chapter 4.6). */
function digitOf(code: number): number {
  let zero = code;
  while (zero > code - 9 && isDigit(zero - 1)) zero--;
  return code - zero;
}

const isDigit = (code: number): boolean => decimalDigit.test(String.fromCharCode(code));

/** So many codes at once are few enough for the arguments of a call. */
const atOnce = 8192;

function textOf(codes: Uint16Array): string {
  let text = '';
  for (let from = 0; from < codes.length; from += atOnce)
    text += String.fromCharCode(...codes.subarray(from, from + atOnce));
  return text;
}
