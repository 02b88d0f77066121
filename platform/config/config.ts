import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from 'tributary/sdk';
import { type Limits, type Profile, profileLimits } from './profile-limits.js';
import type { Values } from './variables.js';

export type DatabaseDriver =
  | { readonly kind: 'embedded'; readonly folder: string }
  | { readonly kind: 'postgres'; readonly url: string };
export type QueueDriver = { readonly kind: 'database' } | { readonly kind: 'redis'; readonly url: string };
export type ModelsDriver = { readonly kind: 'none' } | { readonly kind: 'file'; readonly path: string };
export interface FolderDriver<Kind extends string> {
  readonly kind: Kind;
  readonly folder: string;
}

/** Everything a process is told from outside, parsed once. Deeply frozen, plain data: it can be sent to a thread. */
export interface Config {
  readonly profile: Profile;
  /** `null`: this process serves everything. */
  readonly roles: readonly string[] | null;
  readonly dataDir: string;
  readonly logLevel: Values['LOG_LEVEL'];
  readonly database: {
    readonly driver: DatabaseDriver;
    readonly adminUrl: string | null;
    readonly poolSize: number;
    readonly timeoutMs: number;
  };
  readonly queue: {
    readonly driver: QueueDriver;
    readonly ingest: number;
    readonly ai: number;
    readonly perTenant: number;
  };
  readonly runLog: { readonly driver: { readonly kind: 'database' } };
  readonly search: { readonly driver: FolderDriver<'sqlite'> };
  readonly blobs: { readonly driver: FolderDriver<'file'> };
  readonly models: {
    readonly driver: ModelsDriver;
    readonly apiKey: string | null;
    readonly cassettes: Values['CASSETTES'];
    /** Whether what stands in for a model in tests may be used. */
    readonly standIns: boolean;
  };
  readonly parse: { readonly threads: number; readonly timeoutMs: number; readonly memoryMb: number };
  readonly gateway: {
    readonly host: string;
    readonly port: number;
    readonly url: string | null;
    readonly origins: readonly string[];
    readonly introspection: boolean;
    readonly graphiql: boolean;
    readonly suggestions: boolean;
    readonly registeredOnly: boolean;
    readonly uploadMaxBytes: number;
  };
  readonly subgraphs: {
    readonly host: string;
    readonly port: number;
    readonly urls: Readonly<Record<string, string>>;
  };
  readonly identity: {
    readonly jwtSecret: string | null;
    readonly jwksUrl: string | null;
    readonly issuer: string | null;
    readonly audience: string | null;
    readonly claims: Values['JWT_CLAIMS'];
    readonly developmentToken: boolean;
  };
  readonly keys: { readonly masterKeyFile: string; readonly internalSecret: string | null };
  readonly http: { readonly allow: readonly string[] };
  /** Null: no letters are sent. */
  readonly mail: {
    readonly host: string;
    readonly port: number;
    /** TLS from the first byte; else by STARTTLS. */
    readonly secure: boolean;
    readonly requireTls: boolean;
    readonly user: string | null;
    readonly password: string | null;
    readonly from: string;
    readonly caFile: string | null;
  } | null;
  /** A folder of operations that are registered for every tenant. */
  readonly operationsDir: string | null;
  readonly plugins: {
    readonly folder: string | null;
    readonly trusted: readonly string[];
    /** Ids of the tenants whose administrators change what all tenants share; `*` stands for every one. */
    readonly operators: readonly string[];
    readonly allow: readonly string[];
  };
  readonly traces: {
    readonly content: boolean;
    readonly retentionDays: number;
    readonly conventions: Values['OBS_SEMCONV'];
    readonly openInference: boolean;
    readonly serviceName: string;
    /** Null: spans are not exported. */
    readonly collector: {
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly timeoutMs: number;
    } | null;
  };
  readonly limits: Limits;
  readonly drainMs: number;
}

/** The folder that holds package.json, wherever the compiled file lies. */
export const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Derives the configuration from checked values. Relative folders are below the repository. */
export function buildConfig(values: Values): Config {
  const dataDir = resolve(repositoryRoot, values.DATA_DIR);
  const development = values.PROFILE === 'development';
  if (development && !isLoopback(values.HOST)) {
    throw invalid('HOST', 'the development profile listens on loopback only; set PROFILE=production');
  }
  const below = (text: string, prefix: string, name: string) => {
    const rest = text.slice(prefix.length).replace(/^\/\/(?=\/)/, '');
    return rest === '' ? resolve(dataDir, name) : resolve(repositoryRoot, rest);
  };
  return deepFreeze({
    profile: values.PROFILE,
    roles: values.ROLES && values.ROLES.length > 0 ? values.ROLES : null,
    dataDir,
    logLevel: values.LOG_LEVEL,
    database: {
      driver: values.DATABASE_URL.startsWith('embedded:')
        ? { kind: 'embedded', folder: below(values.DATABASE_URL, 'embedded:', 'postgres') }
        : { kind: 'postgres', url: values.DATABASE_URL },
      adminUrl: values.DATABASE_ADMIN_URL ?? null,
      poolSize: values.DATABASE_POOL_SIZE,
      timeoutMs: values.DATABASE_TIMEOUT_MS,
    },
    queue: {
      driver:
        values.QUEUE_URL === 'database:' ? { kind: 'database' } : { kind: 'redis', url: values.QUEUE_URL },
      ingest: values.INGEST_CONCURRENCY,
      ai: values.AI_CONCURRENCY,
      perTenant: values.TENANT_CONCURRENCY,
    },
    runLog: { driver: { kind: 'database' } },
    search: { driver: { kind: 'sqlite', folder: below(values.SEARCH_URL, 'sqlite:', 'search') } },
    blobs: { driver: { kind: 'file', folder: below(values.BLOBS_URL, 'file:', 'blobs') } },
    models: {
      driver:
        values.MODELS === 'none'
          ? { kind: 'none' }
          : { kind: 'file', path: below(values.MODELS, 'file:', 'models.json') },
      apiKey: values.MODELS_API_KEY ?? null,
      cassettes: values.CASSETTES,
      standIns: development,
    },
    parse: {
      threads: values.PARSE_THREADS,
      timeoutMs: values.PARSE_TIMEOUT_MS,
      memoryMb: values.PARSE_MEMORY_MB,
    },
    gateway: {
      host: values.HOST,
      port: values.PORT,
      url: values.GATEWAY_URL ?? null,
      origins: values.CORS_ORIGINS,
      introspection: development,
      graphiql: development,
      suggestions: development,
      registeredOnly: values.PROFILE === 'locked',
      uploadMaxBytes: values.UPLOAD_MAX_BYTES,
    },
    subgraphs: { host: values.SUBGRAPH_HOST, port: values.SUBGRAPH_PORT, urls: values.SUBGRAPH_URLS ?? {} },
    identity: {
      jwtSecret: values.JWT_SECRET ?? null,
      jwksUrl: values.JWKS_URL ?? null,
      issuer: values.JWT_ISSUER ?? null,
      audience: values.JWT_AUDIENCE ?? null,
      claims: values.JWT_CLAIMS,
      developmentToken: development,
    },
    keys: {
      masterKeyFile: values.MASTER_KEY_FILE
        ? resolve(repositoryRoot, values.MASTER_KEY_FILE)
        : resolve(dataDir, 'master.key'),
      internalSecret: values.INTERNAL_SECRET ?? null,
    },
    http: { allow: values.EGRESS_ALLOW },
    mail: mailOf(values),
    operationsDir: values.OPERATIONS_DIR ? resolve(repositoryRoot, values.OPERATIONS_DIR) : null,
    plugins: {
      folder: values.PLUGINS_DIR ? resolve(repositoryRoot, values.PLUGINS_DIR) : null,
      trusted: values.PLUGINS_TRUSTED,
      allow: values.PLUGINS_ALLOW,
      operators: values.OPERATOR_TENANTS ?? (development ? ['*'] : []),
    },
    traces: {
      content: values.TRACE_CONTENT === 'on',
      retentionDays: values.TRACE_RETENTION_DAYS,
      conventions: values.OBS_SEMCONV,
      openInference: values.OBS_OPENINFERENCE === 'on',
      serviceName: values.OTEL_SERVICE_NAME,
      collector: collectorOf(values),
    },
    limits: limitsOf(values),
    drainMs: values.DRAIN_TIMEOUT_MS,
  });
}

/** As the specification of OpenTelemetry's exporters has it: the address for traces is whole, the general one is a base. */
function collectorOf(values: Values): Config['traces']['collector'] {
  const base = values.OTEL_EXPORTER_OTLP_ENDPOINT;
  const url = values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && `${base.replace(/\/$/, '')}/v1/traces`);
  if (url === undefined) return null;
  const headers = values.OTEL_EXPORTER_OTLP_HEADERS.map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), decoded(pair.slice(at + 1).trim())];
  });
  return {
    url,
    headers: Object.fromEntries(headers) as Record<string, string>,
    timeoutMs: values.OTEL_EXPORTER_OTLP_TIMEOUT,
  };
}

/** What is said in clear on the way to another machine can be read and changed there. */
function mailOf({ SMTP_URL, SMTP_FROM, SMTP_CA_FILE }: Values): Config['mail'] {
  if (SMTP_URL === undefined) return null;
  const parsed = URL.parse(SMTP_URL);
  if (!parsed?.hostname) throw invalid('SMTP_URL', 'it is no address of a server');
  if (SMTP_FROM === undefined) throw invalid('SMTP_FROM', 'it must be set with SMTP_URL');
  const secure = parsed.protocol === 'smtps:';
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const credential = (text: string) => (text === '' ? null : decodeURIComponent(text));
  return {
    host,
    port: parsed.port === '' ? (secure ? 465 : 587) : Number(parsed.port),
    secure,
    requireTls: !secure && !isLoopback(host),
    user: credential(parsed.username),
    password: credential(parsed.password),
    from: SMTP_FROM,
    caFile: SMTP_CA_FILE === undefined ? null : resolve(repositoryRoot, SMTP_CA_FILE),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('OTEL_EXPORTER_OTLP_HEADERS', 'a value is not percent-encoded');
  }
}

function limitsOf(values: Values): Limits {
  const limits = profileLimits[values.PROFILE];
  const unknown = Object.keys(values.LIMITS).find((name) => !Object.hasOwn(limits, name));
  if (unknown !== undefined) {
    throw invalid('LIMITS', `there is no limit ${unknown}; there are ${Object.keys(limits).join(', ')}`);
  }
  return { ...limits, ...values.LIMITS };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function invalid(key: string, reason: string): AppError {
  return new AppError('CONFIG_INVALID', { key, reason });
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
