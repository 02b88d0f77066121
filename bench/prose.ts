import { numbersFrom } from '#text';

const words = (text: string) => text.split(' ');
const actors = words(
  'committee supplier engineer warehouse customer manager workshop laboratory council publisher gardener carrier bakery museum harbour school clinic library farm studio',
);
const deeds = words(
  'ordered delivered repaired measured replaced inspected described planned postponed approved compared stored shipped counted painted cleaned tested returned reserved documented',
);
const manners = words(
  'new old heavy small urgent seasonal wooden digital local annual narrow spare durable fragile approved metal printed frozen organic temporary',
);
const things = words(
  'pumps shelves engines windows letters tables cables valves maps lamps chairs bottles samples contracts bridges turbines seedlings batteries pallets curtains tickets reports filters gears doors blankets sensors labels hoses boxes',
);
const places = words(
  'Bristol Lyon Porto Ghent Turin Malmo Leeds Graz Cork Basel Tartu Bergen Delft Siena Brno Vigo Aarhus Ulm Riga Split',
);
const reasons = [
  'because the first delivery was late',
  'after a long discussion with the owners',
  'although the price had risen since spring',
  'before the inspection in the following week',
  'so that the season could begin in time',
  'while the road to the north was closed',
];

/** English sentences about everyday business, some `count` words, another text for every seed. */
export function prose(seed: number, count: number): string {
  const next = numbersFrom(seed);
  const one = (list: readonly string[]) => list[Math.floor(next() * list.length)] ?? '';
  const sentences: string[] = [];
  for (let length = 0; length < count; ) {
    const amount = 2 + Math.floor(next() * 400);
    const sentence = `The ${one(actors)} in ${one(places)} ${one(deeds)} ${amount} ${one(manners)} ${one(things)} ${one(reasons)}.`;
    sentences.push(sentence);
    length += sentence.split(' ').length;
  }
  return sentences.join(' ');
}

/** A word that stands in the document of this number alone. */
export const markOf = (kind: string, number: number): string =>
  `${kind}${(number * 7919 + 104729).toString(36)}`;
