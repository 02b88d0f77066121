import type { DocumentSummary } from 'tributary/sdk';
import type { Ranked } from '../engine/interests/rank.js';
import type { VoiceKind } from './activity.js';

const deeds: Readonly<Record<VoiceKind, string>> = {
  UP: 'found helpful',
  ACCEPTED: 'accepted advice on',
  CORRECTED: 'corrected',
  OPENED: 'opened',
  REJECTED: 'rejected advice on',
  DOWN: 'did not want',
};

interface Told {
  shown: ReadonlyMap<string, DocumentSummary>;
  voices: ReadonlyMap<string, VoiceKind>;
}

/** The reason of an item in words, and the document of the person's own that it names. */
export function wordsFor(
  { because }: Pick<Ranked, 'because'>,
  { shown, voices }: Told,
): { reason: string; becauseOf: string | null } {
  if (because.basis === 'TRAIT') return { reason: traitWords(because.trait), becauseOf: null };
  if (because.basis === 'POPULAR') return { reason: 'Many people here work with it.', becauseOf: null };
  if (because.basis === 'NEW') return { reason: 'It is new.', becauseOf: null };
  const name = shown.get(because.item)?.name;
  const kind = voices.get(because.item);
  // What may no longer be read is not named.
  if (name === undefined || kind === undefined)
    return { reason: 'Because of what you did before.', becauseOf: null };
  const deed = `you ${deeds[kind]} ${name}`;
  if (because.basis === 'ACTIVITY')
    return {
      reason: `Because ${deed}: by what people here do, and by what both are, this goes with it.`,
      becauseOf: because.item,
    };
  const shared = featureWords(because.features);
  return { reason: `Because ${deed}${shared ? `: ${shared}` : ''}.`, becauseOf: because.item };
}

const traitWords = (trait: string): string =>
  trait.startsWith('role:')
    ? `People with your role ${trait.slice('role:'.length)} work with it.`
    : 'People of your group work with it.';

/** Such as `the same seller and kind`. */
function featureWords(features: readonly string[]): string {
  const kinds = ['seller', 'kind', 'language'].filter((kind) =>
    features.some((feature) => feature.startsWith(`${kind}:`)),
  );
  const words = features.filter((feature) => feature.startsWith('word:')).map((feature) => feature.slice(5));
  const same = kinds.length > 0 ? [`the same ${kinds.join(' and ')}`] : [];
  const said = words.length > 0 ? [`both say ${words.slice(0, 2).join(', ')}`] : [];
  return [...same, ...said].join(', ');
}
