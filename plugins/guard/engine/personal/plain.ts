/** A text as it is searched, with the place in the given text of each of its places. */
export interface PlainText {
  text: string;
  at(index: number): number;
}

/** Of all that is not ASCII only these are read as something else, or not at all. */
const changed =
  /[\u00a0\u00ad\u061c\u0660-\u1819\u2000-\u2015\u2028-\u202f\u2060-\u2069\u2212\u3000\u3002\ufeff\uff01-\uff61\udb40]|\u034f|[\ufe00-\ufe0f]/;
const invisible =
  /^(?:[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\u034f|[\ufe00-\ufe0f])$/u;

/**
 * Digits and signs of all scripts and widths in ASCII, and without what no reader sees: a number that is written in
 * full-width digits or cut by zero-width spaces is still that number (Unicode TR #36).
 */
export function plainOf(text: string): PlainText {
  if (!changed.test(text)) return { text, at: (index) => index };
  const places: number[] = [];
  let plain = '';
  for (let index = 0; index < text.length; index++) {
    const sign = text[index] ?? '';
    const code = sign.charCodeAt(0);
    if (code < 0x80) plain += sign;
    else if (invisible.test(sign)) continue;
    // A high surrogate: tag characters and selectors beyond the first plane go, the rest stays.
    else if (code === 0xdb40) {
      index++;
      continue;
    } else plain += plainSign(sign, code);
    places.push(index);
  }
  return { text: plain, at: (index) => places[index] ?? text.length };
}

function plainSign(sign: string, code: number): string {
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  if (code === 0xa0 || code === 0x202f || code === 0x3000 || (code >= 0x2000 && code <= 0x200a)) return ' ';
  if ((code >= 0x2010 && code <= 0x2015) || code === 0x2212) return '-';
  if (code === 0x3002 || code === 0xff61) return '.';
  if (code < 0x660 || code > 0x1819) return sign;
  return /\p{Nd}/u.test(sign) ? String(digitOf(code)) : sign;
}

/** Decimal digits stand in tens of consecutive code points, which begin at zero (Unicode chapter 4.6). */
function digitOf(code: number): number {
  let zero = code;
  while (zero > code - 9 && /\p{Nd}/u.test(String.fromCharCode(zero - 1))) zero--;
  return code - zero;
}
