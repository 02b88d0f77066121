const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
]);

/** Whether a failure means that the server is away (stopped, starting, restarting), not that it refused a query. */
export function isUnreachable(error: unknown): boolean {
  const code = property(error, 'code');
  if (code !== null) return unreachable.has(code);
  return /connection terminated|connection ended|timeout expired|timeout exceeded when trying to connect/i.test(
    property(error, 'message') ?? '',
  );
}

/** A property of something thrown, which need not be an `Error` of this realm. */
export function property(thrown: unknown, name: string): string | null {
  const value: unknown = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : null;
  return typeof value === 'string' ? value : null;
}
