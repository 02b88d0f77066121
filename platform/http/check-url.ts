import { isIP } from 'node:net';
import { AppError } from 'tributary/sdk';
import { isPublicAddress } from './public-address.js';

/** What may be called besides public hosts on the usual ports. */
export interface EgressRules {
  ports: ReadonlySet<number>;
  /** `host:port` on private networks that the operator allows. */
  allow: ReadonlySet<string>;
}

const schemes: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
// Names that machines give themselves; they are refused whatever they resolve to.
const localNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;
// What URL parsers drop or turn around in silence, so that two of them see two hosts.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const ambiguous = /[\u0000-\u0020\u007f\\#]/;

/** The host and port of a URL that may be called, as far as can be told without asking for its address. */
export interface Target {
  url: URL;
  host: string;
  /** Allowed by name: its address is not judged. */
  isAllowed: boolean;
}

/** @throws AppError `SSRF_BLOCKED` */
export function checkUrl(text: string, rules: EgressRules): Target {
  const url = ambiguous.test(text) ? null : URL.parse(text);
  const usual = url && schemes[url.protocol];
  if (!url || usual === undefined || usual === null || url.username !== '' || url.password !== '')
    throw blocked(text);
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = url.port === '' ? usual : Number(url.port);
  if (rules.allow.has(`${host}:${port}`)) return { url, host, isAllowed: true };
  const isLocal = isIP(host) === 0 ? host === '' || localNames.test(host) : !isPublicAddress(host);
  if (isLocal || !rules.ports.has(port)) throw blocked(text);
  return { url, host, isAllowed: false };
}

export function blocked(url: string): AppError {
  return new AppError('SSRF_BLOCKED', { url: url.slice(0, 200) });
}
