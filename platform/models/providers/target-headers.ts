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

/** Without what the vendors' clients tell of the machine, and without their key: ours is the one that is sent. */
export function withoutClientHeaders(headers: Headers): WireHeaders {
  const kept = [...headers].filter(
    ([name]) => !name.startsWith('x-stainless-') && name !== 'authorization' && name !== 'x-api-key',
  );
  return Object.fromEntries(kept);
}
