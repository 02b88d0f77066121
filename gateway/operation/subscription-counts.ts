import { AppError } from 'tributary/sdk';
import type { Limits } from '#platform/config';

/** Bounds the open subscriptions of a user and of this process. */
export class SubscriptionCounts {
  readonly #limits: Limits;
  readonly #byUser = new Map<string, number>();
  #open = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get open(): number {
    return this.#open;
  }

  /** Counts one in; call the answer once when it is over. @throws AppError `TOO_MANY_SUBSCRIPTIONS`. */
  enter(user: string): () => void {
    const { subscriptionsPerNode, subscriptionsPerUser } = this.#limits;
    const own = this.#byUser.get(user) ?? 0;
    if (this.#open >= subscriptionsPerNode)
      throw new AppError('TOO_MANY_SUBSCRIPTIONS', { max: subscriptionsPerNode });
    if (own >= subscriptionsPerUser)
      throw new AppError('TOO_MANY_SUBSCRIPTIONS', { max: subscriptionsPerUser });
    this.#open += 1;
    this.#byUser.set(user, own + 1);
    return () => {
      this.#open -= 1;
      const left = (this.#byUser.get(user) ?? 1) - 1;
      if (left > 0) this.#byUser.set(user, left);
      else this.#byUser.delete(user);
    };
  }
}
