import { z } from 'tributary/sdk';

/** How many nodes a page has, 100 at most. */
export const pageSize = z
  .int()
  .min(1)
  .max(100)
  .nullish()
  .transform((first) => first ?? 20);
