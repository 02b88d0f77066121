import { words } from 'tributary/text';

export const sentiments = ['NEGATIVE', 'NEUTRAL', 'POSITIVE'] as const;
export type Sentiment = (typeof sentiments)[number];

const list = (text: string) => text.split(/\s+/).filter((word) => word !== '');
const valued = (value: number, text: string) => list(text).map((word): [string, number] => [word, value]);

/** Words of customers, of our own choice, with how glad they are: from -3 to 3. English, German, French, Spanish. */
const VALENCE: ReadonlyMap<string, number> = new Map([
  ...valued(
    3,
    'excellent fantastic amazing brilliant perfect awesome delighted love hervorragend perfekt begeistert wunderbar parfait excellente génial perfecto excelente genial encantado',
  ),
  ...valued(
    2,
    'thanks thank great good glad happy pleased helpful solved fixed resolved works fine nice quick quickly danke gut super freue froh hilfreich gelöst behoben funktioniert merci bon bien content heureux résolu rapide gracias bueno buena contento feliz resuelto rápido',
  ),
  ...valued(1, 'ok okay please appreciate clear easy bitte klar einfach clair facile claro fácil'),
  ...valued(
    -1,
    'wait waiting slow again still unclear late missing delay delayed warten langsam unklar spät fehlt verspätet attendre lent retard manque esperar lento tarde falta',
  ),
  ...valued(
    -2,
    'problem problems error errors broken fails failed fail failing wrong blank bad unhappy annoyed complaint crash crashes crashed lost unable cannot nothing disappointed disappointing fehler kaputt falsch schlecht leider defekt verloren enttäuscht beschwerde erreur panne cassé mauvais mal déçu perdu plainte fallo roto malo perdido decepcionado queja',
  ),
  ...valued(
    -3,
    'terrible awful horrible unacceptable furious angry outrageous worst useless scam katastrophe unverschämt inakzeptabel wütend furieux inacceptable honte furioso inaceptable pésimo',
  ),
]);
const NEGATIONS = new Set(
  list(
    "not no never n't don't doesn't didn't isn't wasn't won't can't cannot without nicht kein keine keinen nie ohne ne pas jamais sans no nunca sin",
  ),
);
const BOOSTERS = new Set(
  list(
    'very really extremely so absolutely totally completely sehr wirklich extrem absolut völlig très vraiment extrêmement muy realmente totalmente',
  ),
);
const boost = 1.3;
const negated = -0.74;
const reach = 3;
const spread = 15;
/** The last words of a customer tell the mood better than the first. */
const recency = 2;
const neutral = 0.15;

/**
 * The mood of what somebody said, in order: from -1 to 1 with its name. A lexicon with negation, boosters and the
 * normalisation of Hutto and Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment Analysis", ICWSM 2014.
 */
export function sentimentOf(utterances: readonly string[]): { label: Sentiment; score: number } {
  let [sum, total] = [0, 0];
  for (const [at, utterance] of utterances.entries()) {
    const raw = valenceOf(words(utterance));
    const weight = recency ** at;
    sum += weight * (raw / Math.sqrt(raw * raw + spread));
    total += weight;
  }
  const score = total === 0 ? 0 : Math.round((100 * sum) / total) / 100;
  const label = score > neutral ? 'POSITIVE' : score < -neutral ? 'NEGATIVE' : 'NEUTRAL';
  return { label, score };
}

function valenceOf(terms: readonly string[]): number {
  return terms.reduce((sum, term, at) => {
    const value = VALENCE.get(term);
    if (value === undefined) return sum;
    const before = terms.slice(Math.max(0, at - reach), at);
    const sign = before.some((word) => NEGATIONS.has(word)) ? negated : 1;
    return sum + value * sign * (before.some((word) => BOOSTERS.has(word)) ? boost : 1);
  }, 0);
}
