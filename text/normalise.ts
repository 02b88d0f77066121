/** What was taken out of a text, as screening names its carriers. */
export type InvisibleCarrier = 'zero-width' | 'bidi' | 'tag-characters' | 'variation-selector' | 'control';

/** Characters of one carrier that `normalise` removed. */
export interface RemovedCharacters {
  carrier: InvisibleCarrier;
  count: number;
  /** What the characters spell: tag characters and variation selectors are decoded to ASCII, others are empty. */
  text: string;
  /** UTF-16 index in the given text of the first one. */
  first: number;
}

export interface NormalisedText {
  text: string;
  removed: RemovedCharacters[];
}

/**
 * Stored text: line ends as `\n`, Unicode NFKC (UAX #15), and without the characters that a reader does not see
 * and that carry hidden text (Unicode TR #36 and #39): zero-width characters, bidirectional controls
 * ("Trojan Source", CVE-2021-42574), tag characters (U+E0000 block) and strings of variation selectors. What
 * scripts and emoji need stays: joiners between letters of joining scripts and in emoji, flags of regions made of
 * tag characters, one variation selector after a visible character. Soft hyphens go without report.
 */
export function normalise(text: string, options: { form?: 'NFC' | 'NFKC' } = {}): NormalisedText {
  const removed = new Map<InvisibleCarrier, RemovedCharacters>();
  const visible = text
    .replace(/\r\n?/g, '\n')
    .replace(INVISIBLE, (found: string, index: number, whole: string) => {
      if (found === '\u00ad' || (found === '\ufeff' && index === 0)) return '';
      if (
        isNeeded(
          found,
          whole.slice(Math.max(0, index - 4), index),
          whole.slice(index + found.length, index + found.length + 2),
        )
      ) {
        return found;
      }
      const carrier = carrierOf(found);
      const entry = removed.get(carrier) ?? { carrier, count: 0, text: '', first: index };
      entry.count += [...found].length;
      entry.text += decode(found);
      removed.set(carrier, entry);
      return '';
    });
  return { text: visible.normalize(options.form ?? 'NFKC'), removed: [...removed.values()] };
}

const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: joiners and selectors are meant one by one
  /[\u{e0000}-\u{e007f}]+|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]+|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;

const JOINING_SCRIPT =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Mongolian}]$/u;

function isNeeded(found: string, before: string, after: string): boolean {
  const code = found.codePointAt(0) ?? 0;
  if (code === 0x200c || code === 0x200d) {
    if (JOINING_SCRIPT.test(before)) return true;
    return (
      code === 0x200d &&
      /\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?$/u.test(before) &&
      /^\p{Extended_Pictographic}/u.test(after)
    );
  }
  if (code >= 0xe0000 && code <= 0xe007f) {
    // A flag of a region: black flag, up to six letters or digits, cancel tag (UTS #51).
    return (
      before.endsWith('\u{1f3f4}') && /^[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}$/u.test(found)
    );
  }
  if (isSelector(code))
    return [...found].length === 1 && /[\p{Emoji}\p{Script=Han}\p{Script=Mongolian}\p{S}]$/u.test(before);
  return code >= 0x180b && code <= 0x180e && JOINING_SCRIPT.test(before);
}

function isSelector(code: number): boolean {
  return (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);
}

function carrierOf(found: string): InvisibleCarrier {
  const code = found.codePointAt(0) ?? 0;
  if (code >= 0xe0000 && code <= 0xe007f) return 'tag-characters';
  if (isSelector(code)) return 'variation-selector';
  if (/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(found)) return 'bidi';
  return code < 0xa0 ? 'control' : 'zero-width';
}

function decode(found: string): string {
  let decoded = '';
  for (const character of found) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xe0020 && code <= 0xe007e) decoded += String.fromCodePoint(code - 0xe0000);
    // Bytes smuggled in variation selectors: VS1 to VS16 are 0 to 15, VS17 to VS256 are 16 to 255.
    else if (isSelector(code))
      decoded += String.fromCodePoint(code >= 0xe0100 ? code - 0xe0100 + 16 : code - 0xfe00);
  }
  return decoded;
}

/** Lower case, compatibility form, without diacritics and with single spaces: for comparing, not for showing. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/\s+/gu, ' ')
    .trim();
}
