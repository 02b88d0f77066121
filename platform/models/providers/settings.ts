import type { CassettePlace } from '../cassettes/cassette.js';
import type { Script } from './script.js';

/** The providers' own addresses. */
export const openaiUrl = 'https://api.openai.com/v1';
export const anthropicUrl = 'https://api.anthropic.com';
export const ollamaUrl = 'http://127.0.0.1:11434';

/** What a provider has to know of a target. */
export interface ProviderSettings {
  readonly model: string;
  /** Absent: the provider's own address. */
  readonly baseUrl?: string | undefined;
  readonly apiKey: string | null;
  /** The header that the key goes into, where it is not the protocol's own; Azure's is `api-key`. */
  readonly apiKeyHeader?: string | undefined;
  /** Sent with every request, beside the provider's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Added to the address, such as Azure's `api-version`. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Put into the body of every request to chat, for what this provider alone knows. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly structured?: 'schema' | 'object' | 'none' | undefined;
  readonly timeouts: { readonly connectMs: number };
  /** Of an embedding model. */
  readonly dimensions?: number | undefined;
  readonly batchSize?: number | undefined;
  /** Recorded exchanges that stand in for it, or are being recorded. */
  readonly tape?: CassettePlace | undefined;
  /** Of `scripted`. */
  readonly script?: string | Script | undefined;
}

/** What the file puts into each request; null takes out what the request would have said itself. */
export function parametersOf({ parameters = {} }: ProviderSettings): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== null));
}

/** The temperature of a request, unless the file says another one, or (null) that this model takes none. */
export function temperatureOf(
  { parameters = {} }: ProviderSettings,
  temperature: number | undefined,
): { temperature?: number } {
  return temperature === undefined || 'temperature' in parameters ? {} : { temperature };
}
