import { type CapabilityStep, type StepInput, type StepOutput, z } from 'tributary/sdk';
import type { QuotedPlace } from './grounding.js';

interface Place {
  page: number | null;
  start: number | null;
  end: number | null;
  quote: string | null;
}
type Placed = { documentId: string; versionId: string } & Place;
type Places = { [Step in CapabilityStep]: (output: StepOutput<Step>, input: StepInput) => Placed[] };

const within = ({ documentId, versionId }: StepInput, places: readonly Place[]): Placed[] =>
  places.map(({ page, start, end, quote }) => ({ documentId, versionId, page, start, end, quote }));

const places: Places = {
  screen: ({ findings }, input) => within(input, findings),
  classify: ({ cues }, input) => within(input, cues),
  extract: ({ fields }, input) => within(input, fields),
  relate: () => [],
  recommend: ({ proposals }) => proposals.flatMap(({ evidence }) => evidence),
};

/** The quotes in the output of a step with where they should stand. */
export function quotedPlaces(step: CapabilityStep, output: unknown, input: unknown): QuotedPlace[] {
  const placesOf = places[step] as (output: unknown, input: unknown) => Placed[];
  return placesOf(output, input).filter((place): place is QuotedPlace => quoted.safeParse(place).success);
}

const quoted = z.object({ page: z.number(), start: z.number(), end: z.number(), quote: z.string() });
