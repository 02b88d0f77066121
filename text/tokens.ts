/** A word of a text. `start` and `end` are UTF-16 indices: `text.slice(start, end)`; see `Offsets` for code points. */
export interface Token {
  /** The word in lower case, apostrophes as `'`. */
  term: string;
  start: number;
  end: number;
}

/**
 * The words of a text, in order. Letters, marks and digits make a word; so do inner apostrophes (`l'eau` gives `l`
 * and `eau`, `don't` stays) and the separators of a number (`1,234.50` is one token). Hyphens and other signs part
 * words. Scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are parted by `Intl.Segmenter`
 * (ICU dictionaries).
 */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    const word = match[0];
    const start = match.index;
    if (UNSPACED.test(word)) pushSegments(found, word, start);
    else pushWord(found, word, start);
  }
  return found;
}

/** The words of a text as lower case strings. */
export function words(text: string): string[] {
  return tokens(text).map(({ term }) => term);
}

/** The parts of an identifier in camel case: `createUploadURL2` gives `create`, `upload`, `url`, `2`; else one part. */
export function camelParts(word: string): string[] {
  const parts = word.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[\p{Lo}\p{Lm}\p{Lt}]+/gu) ?? [word];
  return parts.map((part) => part.toLowerCase());
}

const WORD = /\p{N}+(?:[.,]\p{N}+)+(?![\p{L}\p{N}])|[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Elided articles and pronouns of French and Italian: `l'`, `d'`, `qu'`, `jusqu'`, `dell'`. */
const ELISION = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|dell|all|nell|sull|dall)['’](?=\p{L}{2})/iu;
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

function pushWord(found: Token[], word: string, start: number): void {
  const elision = ELISION.exec(word)?.[0];
  if (elision !== undefined) {
    pushWord(found, elision.slice(0, -1), start);
    pushWord(found, word.slice(elision.length), start + elision.length);
    return;
  }
  found.push({ term: word.toLowerCase().replaceAll('’', "'"), start, end: start + word.length });
}

function pushSegments(found: Token[], word: string, start: number): void {
  for (const { segment, index, isWordLike } of segmenter.segment(word)) {
    if (isWordLike)
      found.push({ term: segment.toLowerCase(), start: start + index, end: start + index + segment.length });
  }
}
