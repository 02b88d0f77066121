import type { StoredPrincipal } from './principals.js';

/** What a bearer was found to be, and until when it may be believed. */
export interface Authenticated {
  readonly principal: StoredPrincipal;
  /** Scopes of the token, where it names some; they restrict those of the principal. */
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch at which the token itself ends; null for never. */
  readonly expiresAt: number | null;
}

interface Entry {
  readonly value: Authenticated;
  readonly until: number;
}

/** Least recently used bearers leave first; no entry is believed longer than its time to live. */
export class PrincipalCache {
  readonly #entries = new Map<string, Entry>();

  constructor(
    private readonly size: number,
    private readonly ttlMs: number,
  ) {}

  get(key: string, now: number): Authenticated | null {
    const entry = this.#entries.get(key);
    if (!entry) return null;
    this.#entries.delete(key);
    if (entry.until <= now || (entry.value.expiresAt ?? Number.POSITIVE_INFINITY) <= now) return null;
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: Authenticated, now: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: now + this.ttlMs });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.size && oldest !== undefined) this.#entries.delete(oldest);
  }
}
