import { z } from 'tributary/sdk';
import { ProviderFailure } from '../providers/provider.js';
import { failureClasses } from '../providers/script.js';

/** A failed attempt as a cassette keeps it; never the provider's words. */
export const failureForm = z.object({
  class: z.enum(failureClasses),
  status: z.int().nullable(),
  retryAfterMs: z.number().nullable(),
});

export function recordedFailure(failure: ProviderFailure): z.infer<typeof failureForm> {
  return { class: failure.class, status: failure.status, retryAfterMs: failure.retryAfterMs };
}

export const replayedFailure = (recorded: z.infer<typeof failureForm>) => new ProviderFailure(recorded);
