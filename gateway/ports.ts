import type { RequestContext } from 'tributary/sdk';
import type { Identity, Logger } from '#platform';
import type { Config } from '#platform/config';
import type { RateLimits } from '#platform/limits';
import type { OperationRegistry } from '#platform/registry';
import type { Metrics, Tracing } from '#platform/telemetry';

/** Receives the bytes of an upload; kept by `#platform/uploads`. */
export interface UploadReceiver {
  /** @throws AppError `UPLOAD_NOT_FOUND`, `UPLOAD_TOO_LARGE` at the byte that is too many. */
  receive(
    token: string,
    bytes: AsyncIterable<Uint8Array>,
    request: {
      contentLength: number | null;
      contentType: string | null;
      /** Of whoever sends, when it says who it is: the token of another tenant then is none. */
      tenant: string | null;
      signal: AbortSignal;
    },
  ): Promise<{ uploadId: string; size: number; sha256: string }>;
}

/** Receives what other systems post to hooks; kept by `#platform/hooks`. */
export interface HookReceiver {
  /** @throws AppError `WEBHOOK_INVALID` (also for a hook that is not there), `BAD_USER_INPUT` for what is no JSON. */
  receive(
    hookId: string,
    request: {
      headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      /** As it came. */
      body: string;
      requestId: string;
    },
  ): Promise<{ deliveryId: string; duplicate: boolean }>;
}

/** Whether this process can do its work. */
export interface Health {
  check(): Promise<{ ready: boolean; parts: Record<string, string> }>;
}

/** Writes into the audit record of the caller's tenant that a tool was called, before the answer leaves. */
export type RecordToolCall = (
  request: RequestContext,
  call: {
    /** Of the registered operation. */
    name: string;
    hash: string;
    mutation: boolean;
    /** `OK`, or the code of what it failed with. */
    outcome: string;
  },
) => Promise<void>;

/** Everything that the gateway uses of the platform. */
export interface GatewayParts {
  config: Config;
  identity: Pick<Identity, 'authenticate' | 'seal' | 'open'>;
  limits: RateLimits;
  registry: OperationRegistry;
  uploads: UploadReceiver;
  hooks: HookReceiver;
  /** The key set (RFC 7517) by which remote plugins verify who they are called for. */
  publicKeys: { readonly keys: readonly object[] };
  log: Logger;
  metrics: Pick<
    Metrics,
    'graphqlRequestDuration' | 'graphqlRejected' | 'subgraphCalls' | 'subscriptionsActive' | 'slowConsumers'
  >;
  tracing: Pick<Tracing, 'served'>;
  /** What `/metrics` answers: the measures of all threads of this process. */
  scrape(): Promise<{ contentType: string; body: string }>;
  health: Health;
  recordToolCall: RecordToolCall;
  /** The context of resolvers that run in this process, one a subgraph call. */
  createContext(request: RequestContext, signal: AbortSignal): object;
}
