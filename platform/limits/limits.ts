import { AppError } from 'tributary/sdk';
import type { Clock, Database, Logger } from '#platform';
import type { Config } from '#platform/config';
import type { RateLimits } from './port.js';
import { takeFromWindow } from './window.js';

export interface RateLimitsParts {
  config: Pick<Config, 'limits'>;
  database: Database;
  clock: Clock;
  log: Logger;
}

interface Account {
  /** Taken from the shared count, not yet used here. */
  left: number;
  /** After this the window has moved on, and what is left is void. */
  voidAt: number;
  /** Until then the answer is known to be no. */
  refusedUntil: number;
  /** When the window will have moved on. */
  freeAt: number;
  asking: Promise<void> | null;
}

const windowMs = 60_000;
/** A hundredth of the limit is taken at once, so that most operations cost no query. */
const batches = 100;
/** A refusal is believed for so long before the shared count is asked again. */
const refusalMs = 1000;
const mostAccounts = 10_000;

/** Counts the operations of each tenant over all processes; see `takeFromWindow`. */
export function createRateLimits({ config, database, clock, log }: RateLimitsParts): RateLimits {
  const perMinute = config.limits.rate;
  const batch = Math.max(1, Math.floor(perMinute / batches));
  const accounts = new Map<string, Account>();

  const accountOf = (tenant: string, now: number): Account => {
    const known = accounts.get(tenant);
    if (known) return known;
    if (accounts.size >= mostAccounts) {
      for (const [name, { voidAt, asking }] of accounts) if (voidAt < now && !asking) accounts.delete(name);
    }
    const made: Account = { left: 0, voidAt: 0, refusedUntil: 0, freeAt: 0, asking: null };
    accounts.set(tenant, made);
    return made;
  };

  const refill = async (tenant: string, account: Account, missing: number): Promise<void> => {
    const now = clock.now();
    const wanted = Math.max(batch, missing);
    try {
      const { granted, retryAfterSeconds } = await takeFromWindow(database, {
        tenant,
        wanted,
        perMinute,
        now,
      });
      account.left += granted;
      account.voidAt = now.getTime() + windowMs;
      if (granted >= missing) return;
      account.refusedUntil = now.getTime() + refusalMs;
      account.freeAt = now.getTime() + retryAfterSeconds * 1000;
    } catch (err) {
      // Without the shared count nobody would be served at all: serve, and say so.
      log.warn({ err, tenant }, 'Operations could not be counted');
      account.left += wanted;
      account.voidAt = now.getTime() + refusalMs;
    }
  };

  return {
    async take(tenant, operations) {
      const account = accountOf(tenant, clock.now().getTime());
      for (;;) {
        const now = clock.now().getTime();
        if (account.voidAt < now) account.left = 0;
        if (account.left >= operations) {
          account.left -= operations;
          return;
        }
        if (operations > perMinute || account.refusedUntil > now) {
          throw new AppError('RATE_LIMITED', {
            retryAfter: Math.max(1, Math.ceil((account.freeAt - now) / 1000)),
          });
        }
        account.asking ??= refill(tenant, account, operations - account.left).finally(() => {
          account.asking = null;
        });
        await account.asking;
      }
    },
  };
}
