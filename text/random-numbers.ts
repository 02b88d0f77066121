const { imul } = Math;

/**
 * A generator of numbers from 0 to below 1 that gives the same ones for the same seed, one period of 2^32 long:
 * mulberry32 (Ettinger, 2017). Not for secrets.
 */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
