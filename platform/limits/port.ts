/** How many operations a tenant may still do, counted over all processes. */
export interface RateLimits {
  /**
   * Counts operations of a tenant.
   * @throws AppError `RATE_LIMITED` with `retryAfter` in seconds.
   */
  take(tenant: string, operations: number): Promise<void>;
}
