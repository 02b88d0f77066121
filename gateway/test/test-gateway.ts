import { AppError, type RequestContext, rightsOfGroups } from 'tributary/sdk';
import type { Identity } from '#platform';
import { type Config, loadConfig } from '#platform/config';
import { createGraphContext } from '#platform/graph';
import type { OperationRegistry, RegisteredOperation } from '#platform/registry';
import { Metrics } from '#platform/telemetry';
import { type Gateway, type GatewayOptions, type SubgraphEndpoint, startGateway } from '../index.js';
import { type Calls, library } from './library.js';

export interface TestGateway {
  gateway: Gateway;
  calls: Calls;
  graphql: string;
  socket: string;
  /** What was logged as an error. */
  errors: { fields: object; message: string }[];
  /** Tokens that are no longer valid. */
  revoked: Set<string>;
  stop(): Promise<void>;
}

export const tenant = '018f0000-0000-7000-8000-000000000001';

/** Any token names a user of the test's tenant, but for those that were revoked. */
export function testIdentity(revoked: ReadonlySet<string>): Identity {
  const contextOf = (
    actor: string,
    request: { requestId: string; traceparent: string; deadline: number },
  ) => ({
    tenant,
    actor,
    roles: ['member'] as const,
    scopes: ['*'],
    groups: [],
    rights: rightsOfGroups([]),
    generation: null,
    ...request,
  });
  return {
    authenticate: async (bearer, request) => {
      if (!bearer?.startsWith('token-') || revoked.has(bearer)) throw new AppError('UNAUTHENTICATED');
      return contextOf(`user:${bearer}`, request);
    },
    contextOf: async () => null,
    personOf: async ({ actor }) => actor,
    seal: async (context) => Buffer.from(JSON.stringify(context)).toString('base64url'),
    open: async (token) => {
      try {
        return JSON.parse(Buffer.from(token, 'base64url').toString()) as RequestContext;
      } catch (cause) {
        throw new AppError('UNAUTHENTICATED', {}, { cause });
      }
    },
  };
}

export async function startTestGateway(
  options: {
    environment?: Record<string, string>;
    endpoints?: readonly SubgraphEndpoint[];
    calls?: Calls;
    parts?: Partial<GatewayOptions>;
  } = {},
): Promise<TestGateway> {
  const made = options.endpoints ? null : library();
  const calls = options.calls ?? made?.calls ?? library().calls;
  const config: Config = loadConfig({ PROFILE: 'production', PORT: '0', ...options.environment });
  const errors: TestGateway['errors'] = [];
  const revoked = new Set<string>();
  const silent = () => undefined;
  const metrics = new Metrics();
  const gateway = await startGateway({
    config,
    identity: testIdentity(revoked),
    limits: { take: async () => undefined },
    registry: registryOf([]),
    uploads: {
      receive: async () => {
        throw new AppError('UPLOAD_NOT_FOUND');
      },
    },
    hooks: {
      receive: async () => {
        throw new AppError('WEBHOOK_INVALID', { reason: 'no signature is of a secret that is known' });
      },
    },
    publicKeys: { keys: [] },
    log: {
      debug: silent,
      info: silent,
      warn: silent,
      error: (fields, message) => errors.push({ fields, message }),
    },
    metrics,
    tracing: { served: () => undefined },
    scrape: () => metrics.render(),
    health: { check: async () => ({ ready: true, parts: {} }) },
    recordToolCall: async () => undefined,
    createContext: createGraphContext,
    endpoints: options.endpoints ?? made?.endpoints ?? [],
    ...options.parts,
  });
  const graphql = `${gateway.url}/graphql`;
  return {
    gateway,
    calls,
    graphql,
    socket: graphql.replace('http', 'ws'),
    errors,
    revoked,
    stop: () => gateway.close({ graceMs: 200 }),
  };
}

/** A registry that holds these operations for every tenant. */
export function registryOf(operations: readonly RegisteredOperation[]): OperationRegistry {
  return {
    byHash: async (_tenant, hash) => operations.find((operation) => operation.hash === hash) ?? null,
    byName: async (_tenant, name) => operations.find((operation) => operation.name === name) ?? null,
    all: async () => operations,
    shared: () => operations,
    used: () => undefined,
    onChange: () => () => undefined,
  };
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  body: any;
}

/** Posts as the cases say: JSON, the type for GraphQL responses, a valid token. */
export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization: 'Bearer token-a',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return read(response);
}

export async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null };
}
