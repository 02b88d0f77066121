import { createHash } from 'node:crypto';

/** A version in an experiment; the weights of all are parts of their sum. */
export interface PromptVariant {
  /** The version's id. */
  readonly id: string;
  readonly version: number;
  readonly weight: number;
}

/** What decides which variant an input gets. */
export interface Assigned {
  readonly tenant: string;
  readonly prompt: string;
  readonly experiment: string;
  readonly inputHash: string;
}

/** Equal inputs get equal variants, in every process and whenever they ask, so that stored results can be found. */
export function variantFor<Variant extends Pick<PromptVariant, 'weight'>>(
  variants: readonly Variant[],
  { tenant, prompt, experiment, inputHash }: Assigned,
): Variant | null {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  const digest = createHash('sha256').update([tenant, prompt, experiment, inputHash].join('\n')).digest();
  // 48 bits are exact in a number, and far finer than any weights.
  let rest = (digest.readUIntBE(0, 6) / 2 ** 48) * total;
  for (const variant of variants) {
    rest -= variant.weight;
    if (rest < 0) return variant;
  }
  return variants.at(-1) ?? null;
}
