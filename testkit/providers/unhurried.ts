/** Times of a target that no busy machine passes, for tests that are not about time. */
export const unhurried = { connectMs: 30_000, firstTokenMs: 60_000, chunkMs: 60_000, totalMs: 120_000 };
