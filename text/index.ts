/**
 * Pure functions on text, for plugins (`tributary/text`) and for the platform (`#text`). Positions are UTF-16
 * indices of the given string, so that `slice` works on them; `Offsets` converts to the code points that are stored.
 */

export { Bm25, type Ranked, termFrequencies, tfIdfVectors } from './bm25.js';
export { isLuhn } from './checksums/digits.js';
export { isGtin } from './checksums/gtin.js';
export { ibanLength, isIban } from './checksums/iban.js';
export {
  isCardNumber,
  isCodiceFiscale,
  isGermanTaxId,
  isNhsNumber,
  isNir,
  isPesel,
} from './checksums/personal.js';
export { isCif, isNif, isSpanishTaxId } from './checksums/spanish-tax-id.js';
export { isVatId, parseVatId, type VatId } from './checksums/vat.js';
export { type DateOptions, daysBetween, type FoundDate, findDates, parseDate } from './dates.js';
export { damerauLevenshtein, jaroWinkler, levenshtein, levenshteinSimilarity } from './edit-distance.js';
export { foldInPlace } from './fold-in-place.js';
export { type AlignedClaim, aligned } from './grounding/aligned-claim.js';
export {
  type ClaimCheck,
  type ClaimDoubt,
  type ClaimKind,
  checkClaim,
  claimDoubts,
  claimKinds,
  groundingSources,
} from './grounding/check-claim.js';
export { groundingFeatures } from './grounding/grounding-features.js';
export { GroundingSource } from './grounding/grounding-source.js';
export { type CheckedSentence, supportedSentences } from './grounding/supported-sentences.js';
export {
  type FoundIdentifier,
  type FoundVatId,
  findIbans,
  findIdentifiers,
  findVatIds,
  type IdentifierKind,
} from './identifiers.js';
export { type IdentifiedLanguage, identifyLanguage } from './identify-language.js';
export { guessLanguage, isLanguage, LANGUAGES, type Language, type LanguageGuess } from './language.js';
export { answerRelevancy } from './measures/answer-relevancy.js';
export {
  bootstrapInterval,
  type Insufficient,
  type Interval,
  leastItems,
  statisticInterval,
} from './measures/bootstrap.js';
export {
  type ClaimVerdicts,
  faithfulness,
  type HallucinationRates,
  hallucinationRates,
} from './measures/claims.js';
export { balancedAccuracy, type Decided, f1Score } from './measures/decisions.js';
export { mean } from './measures/mean.js';
export { type PairedTest, pairedTest } from './measures/paired-test.js';
export {
  contextPrecision,
  contextRecall,
  type Judgements,
  ndcg,
  recall,
  reciprocalRank,
} from './measures/ranking.js';
export { bestRouge, type Rouge, type RougeScore, rouge, rougeWords } from './measures/rouge.js';
export { fnv1a, minHash, type Signature, signatureSimilarity } from './minhash.js';
export { decimalSeparator, type FoundMoney, findMoney, type MoneyOptions, parseAmount } from './money.js';
export {
  fold,
  type InvisibleCarrier,
  type NormalisedText,
  normalise,
  type RemovedCharacters,
} from './normalise.js';
export { codePointLength, codePointSlice, Offsets } from './offsets.js';
export { numbersFrom } from './random-numbers.js';
export { lexRank, maximalMarginalRelevance, sumBasic, textRank } from './sentence-rank.js';
export { type Sentence, sentences } from './sentences.js';
export { containment, cosine, jaccard, shingles, textSimilarity, vectorCosine } from './similarity.js';
export { createStemmer, type Stemmer } from './stems.js';
export { STOP_WORDS } from './stop-words.js';
export { type Choosable, type CoverageOptions, coverWords } from './summaries/coverage.js';
export { paperFeatures, readsLikePaper } from './summaries/paper-features.js';
export { withoutDisfluencies } from './summaries/spoken.js';
export { type Turn, turnsOf } from './summaries/turns.js';
export { type Analyser, analyserFor, createAnalyser } from './terms.js';
export { camelParts, type Token, tokens, words } from './tokens.js';
