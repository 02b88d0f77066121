import { type AlignedClaim, share } from './aligned-claim.js';
import type { AnalysedSentence, Word } from './analysed-text.js';
import type { Polarity } from './polarity.js';

/** How many sentences of the source are asked which way they point. */
const consulted = 4;
/** How near a word of direction has to stand to a word of the claim, in words. */
const near = 5;
/** A sentence that has nearly as many of the words as the best one has its say as well. */
const nearlyBest = 0.15;
const plentiful = 0.5;

/**
 * Whether a claim points where its source does. The sentences are found by the words that have no direction, so that a
 * claim turned round finds the same ones; theirs are then compared with its own. What a text begins with, mostly its title,
 * tells what it is about (Edmundson, JACM 1969): a claim about something else is not answered there.
 */
export function polarityFeatures({ source, words, content }: AlignedClaim): Readonly<Record<string, number>> {
  const subjects = [...new Set(content.filter(({ polarity }) => !polarity).map(({ stem }) => stem))];
  const about = new Set(subjects);
  const ranked = source.sentences
    .map((sentence) => ({ sentence, held: share(subjects, (stem) => sentence.stems.has(stem)) }))
    .sort((one, other) => other.held - one.held);
  const most = ranked[0]?.held ?? 0;
  const signed = words.filter(({ polarity }) => polarity !== null);
  let [weight, direction] = [1e-6, 0];
  for (const { sentence, held } of ranked.slice(0, consulted)) {
    weight += held ** 2;
    direction += held ** 2 * signOf(nearWords(sentence, about));
  }
  const best = ranked.filter(({ held }) => held >= most - nearlyBest).map(({ sentence }) => sentence);
  const says = (polarity: Polarity) => signed.some((word) => word.polarity === polarity);
  const there = (polarity: Polarity) =>
    best.some((sentence) => sentence.words.some((word) => word.polarity === polarity));
  const missing = (polarity: Polarity) => Number(says(polarity) && !there(polarity));
  return {
    subjects: share(subjects, (stem) => source.stems.has(stem)),
    subjectsTogether: most,
    subjectsFirst: share(subjects, (stem) => source.sentences[0]?.stems.has(stem) === true),
    sameDirection: (signOf(signed) * direction) / weight,
    newDirections: signed.filter(({ stem }) => !source.stems.has(stem)).length,
    directionsNear:
      signed.length === 0
        ? 0.6
        : share(signed, ({ stem }) =>
            ranked.some(({ sentence, held }) => held >= plentiful && sentence.stems.has(stem)),
          ),
    upMissing: missing('UP'),
    downMissing: missing('DOWN'),
    denialMissing: missing('NONE'),
    turnedDown: Number(says('UP') && !says('DOWN') && there('DOWN') && !there('UP')),
    turnedUp: Number(says('DOWN') && !says('UP') && there('UP') && !there('DOWN')),
  };
}

function signOf(words: readonly Word[]): number {
  const count = (polarity: Polarity) => words.filter((word) => word.polarity === polarity).length;
  return Math.sign(count('UP') - count('DOWN'));
}

/** The words of direction that stand near a word the claim is about. */
function nearWords({ words }: AnalysedSentence, about: ReadonlySet<string>): Word[] {
  return words.filter(
    ({ polarity }, at) =>
      polarity !== null &&
      words.slice(Math.max(0, at - near), at + near + 1).some(({ stem }) => about.has(stem)),
  );
}
