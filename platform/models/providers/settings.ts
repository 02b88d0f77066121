/** What a provider has to know of a target. */
export interface ProviderSettings {
  readonly model: string;
  /** Absent: the provider's own address. */
  readonly baseUrl?: string | undefined;
  readonly apiKey: string | null;
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
}
