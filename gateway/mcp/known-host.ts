import { isIP } from 'node:net';
import { AppError } from 'tributary/sdk';
import type { Config } from '#platform/config';

/**
 * A gateway that listens on loopback only is reached by a name of this machine; any other name in `Host` was made to
 * lead here (DNS rebinding).
 * @throws AppError `ORIGIN_NOT_ALLOWED`.
 */
export function checkHost(
  given: string | undefined,
  { host, url }: Pick<Config['gateway'], 'host' | 'url'>,
): void {
  if (!isLoopback(host)) return;
  const name = nameOf(`http://${given ?? ''}`);
  if (name !== null && (isLoopback(name) || name === host || (url !== null && name === nameOf(url)))) return;
  throw new AppError('ORIGIN_NOT_ALLOWED');
}

function nameOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).hostname.replace(/^\[(.*)\]$/, '$1') : null;
}

function isLoopback(name: string): boolean {
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}
