import type { ProviderSettings } from './settings.js';

/** What we send beside a request: by names in lower case. */
export type WireHeaders = Readonly<Record<string, string>>;

/** The key where the target wants it, its other headers, and the W3C trace context where there is one. */
export function targetHeaders(
  { apiKey, apiKeyHeader, headers = {} }: ProviderSettings,
  {
    traceparent = '',
    keyHeader = 'authorization',
  }: { traceparent?: string | undefined; keyHeader?: string } = {},
): WireHeaders {
  const name = (apiKeyHeader ?? keyHeader).toLowerCase();
  const sent = new Map<string, string>();
  if (apiKey !== null) sent.set(name, name === 'authorization' ? `Bearer ${apiKey}` : apiKey);
  if (traceparent !== '') sent.set('traceparent', traceparent);
  for (const [header, value] of Object.entries(headers)) sent.set(header.toLowerCase(), value);
  return Object.fromEntries(sent);
}

/** What the protocols need of the headers that the vendors' clients make. */
const ofProtocol = new Set(['accept', 'content-type', 'anthropic-version', 'anthropic-beta']);

/** Without what the clients tell of the machine, what its environment adds, and their key: ours is the one that is sent. */
export function protocolHeaders(headers: Headers): WireHeaders {
  const kept = [...headers].filter(([name]) => ofProtocol.has(name));
  return { ...Object.fromEntries(kept), 'user-agent': 'tributary' };
}
