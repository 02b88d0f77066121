/**
 * Sounds and phrases that say nothing, in English, German, French and Spanish; and the marks of transcripts for what
 * was no word (`{vocalsound}`, `[inaudible]`).
 */
const MARKS =
  /\{[^{}]{0,40}\}|\[(?:inaudible|laughter|laughs|crosstalk|applause|pause|noise)[^\]]{0,20}\]/giu;
const FILLERS =
  /(?<![\p{L}\p{N}'’-])(?:u+h+|u+m+|uhm+|m+h?m+|h+m+|mm-hmm|uh-huh|a+h+|oh+|er+m*|eh+|ähm?|öhm?|euh+|yeah|yep|nah|okay|you know|i mean|sort of|kind of|sozusagen|halt|tu vois|o sea)(?![\p{L}\p{N}'’-])[ \t]*,?/giu;
/** What a sentence of speech begins with without saying anything. */
const OPENERS =
  /^(?:[\s,.;–-]|(?:so|and|but|well|right|now|then|because|like|or|alright|also ja|also|na ja|und|aber|et|mais|alors|donc|bon|y|pero|pues|bueno)(?![\p{L}'’-])[ ,]*)+/iu;
/** A word or a pair of words said again at once. */
const AGAIN = /(?<![\p{L}\p{N}])([\p{L}'’]+(?: [\p{L}'’]+)?)(?:[ ,]+\1)+(?![\p{L}\p{N}'’])/giu;

/**
 * Spoken language without what says nothing: filled pauses, discourse markers and words said twice, the simple
 * disfluencies of Shriberg, "Preliminaries to a Theory of Speech Disfluencies", 1994. Repairs ("to Bonn, I mean to
 * Berlin") stay. All that is left stands in the text, in its order.
 */
export function withoutDisfluencies(text: string): string {
  return (
    text
      .replace(MARKS, ' ')
      .replace(FILLERS, ' ')
      // Before what looks for white space: runs of it would take square time.
      .replace(/\s+/gu, ' ')
      .replace(/\s([.,?!;:])/gu, '$1')
      .replace(/\s(['’](?:s|re|ve|ll|d|m|t)\b)/giu, '$1')
      .replace(AGAIN, '$1')
      .replace(/,(?: ?,)+/gu, ',')
      .replace(/[,.;](?: ?[,;])* ?([.?!])/gu, '$1')
      .replace(/\s+/gu, ' ')
      .replace(OPENERS, '')
      .trim()
  );
}
