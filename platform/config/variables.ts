import { z } from 'zod';

/** One environment variable: how it is read, whether its value may be shown, and what it is for. */
export interface Variable<Schema extends z.ZodType = z.ZodType> {
  schema: Schema;
  /** Shown as stars by `--print-config`; may also be given as `NAME_FILE`, the path of a file that holds it. */
  secret: boolean;
  description: string;
}

const variable = <Schema extends z.ZodType>(schema: Schema, description: string): Variable<Schema> => ({
  schema,
  secret: false,
  description,
});

const secret = <Schema extends z.ZodType>(schema: Schema, description: string): Variable<Schema> => ({
  schema,
  secret: true,
  description,
});

const whole = (low: number, high: number) => z.coerce.number().int().min(low).max(high);

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const url = (...protocols: string[]) =>
  z.string().refine((text) => protocols.some((protocol) => text.startsWith(protocol)), {
    message: `must begin with ${protocols.join(' or ')}`,
  });

const address = z.url({ protocol: /^https?$/ });

const jsonObject = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' });
    return z.NEVER;
  }
});

/** Which claims of a token hold what; a name may be a path with dots, such as `realm_access.roles`. */
const claims = z.strictObject({
  tenant: z.string().default('tenant'),
  actor: z.string().default('sub'),
  roles: z.string().default('roles'),
  groups: z.string().default('groups'),
  scopes: z.string().default('scope'),
});

/** `name=number` pairs that replace limits of the profile. */
const limits = list.transform((pairs, context): Record<string, number> => {
  const entries = pairs.map((pair) => pair.split('=') as [string, string | undefined]);
  for (const [name, value] of entries) {
    if (value === undefined || !/^\d+$/.test(value)) {
      context.addIssue({ code: 'custom', message: `${name} needs a whole number, as in ${name}=100` });
      return z.NEVER;
    }
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, Number(value)]));
});

export const profiles = ['development', 'production', 'locked'] as const;
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Versions of OpenTelemetry's names that spans can be exported with. */
const semanticConventions = ['1.41', 'next', 'both'] as const;

/** What becomes of recorded exchanges with providers of models. */
export const cassetteModes = ['replay', 'record', 'off'] as const;

/** Every variable that Tributary reads from its environment. Nothing else in the code looks at it. */
export const variables = {
  PROFILE: variable(
    z.enum(profiles).default('development'),
    'Which defaults hold. `development` listens on loopback only and shows introspection and GraphiQL; `locked` serves registered operations only.',
  ),
  ROLES: variable(
    list.optional(),
    'What this process serves, separated by commas: `gateway`, `worker`, `plugins`, or names of subgraphs. All, if not set.',
  ),
  HOST: variable(
    z.string().min(1).default('127.0.0.1'),
    'Address the gateway listens on. The development profile accepts loopback only.',
  ),
  PORT: variable(whole(0, 65_535).default(4000), 'Port the gateway listens on; 0 chooses a free one.'),
  GATEWAY_URL: variable(address.optional(), 'Where other processes and links in answers reach the gateway.'),
  SUBGRAPH_HOST: variable(
    z.string().min(1).default('127.0.0.1'),
    'Address a subgraph of its own process listens on.',
  ),
  SUBGRAPH_PORT: variable(whole(0, 65_535).default(4100), 'First port of the subgraphs of this process.'),
  SUBGRAPH_URLS: variable(
    jsonObject.pipe(z.record(z.string(), address)).optional(),
    'JSON object from the name of a subgraph to its URL, for a gateway in a process of its own.',
  ),
  DATA_DIR: variable(
    z.string().min(1).default('.data'),
    'Folder of everything that the embedded drivers keep.',
  ),
  DATABASE_URL: secret(
    url('embedded:', 'postgres://', 'postgresql://').default('embedded:'),
    '`embedded:` or `postgres://login:password@host/database`.',
  ),
  DATABASE_ADMIN_URL: secret(
    url('postgres://', 'postgresql://').optional(),
    'A login that may create roles; used by `migrate` only.',
  ),
  DATABASE_POOL_SIZE: variable(whole(2, 200).default(10), 'Most connections of one thread to the database.'),
  DATABASE_TIMEOUT_MS: variable(
    whole(100, 600_000).default(15_000),
    'Deadline of a transaction that names none.',
  ),
  QUEUE_URL: secret(
    url('database:', 'redis://', 'rediss://').default('database:'),
    '`database:` or `redis://host`.',
  ),
  RUN_LOG_URL: variable(url('database:').default('database:'), 'Where run events are kept.'),
  SEARCH_URL: variable(url('sqlite:').default('sqlite:'), '`sqlite:` or `sqlite:/folder`.'),
  BLOBS_URL: variable(url('file:').default('file:'), '`file:` or `file:/folder`.'),
  MODELS: variable(
    z
      .string()
      .regex(/^(?:none$|file:)/, 'must be none, or begin with file:')
      .default('none'),
    '`none`, or `file:models.json` with the model providers.',
  ),
  CASSETTES: variable(
    z.enum(cassetteModes).default('replay'),
    'What targets with a cassette do: `replay` what was recorded and ask no provider, `record` what the provider answers, or `off`.',
  ),
  MODELS_API_KEY: secret(
    z.string().min(1).optional(),
    'Key of the model provider, where the models file names none.',
  ),
  JWT_SECRET: secret(z.string().min(32).optional(), 'Shared secret of HS256 tokens, 32 characters or more.'),
  JWKS_URL: variable(address.optional(), 'Where the public keys of tokens are found.'),
  JWT_ISSUER: variable(z.string().min(1).optional(), 'Issuer a token must name.'),
  JWT_AUDIENCE: variable(z.string().min(1).optional(), 'Audience a token must name.'),
  JWT_CLAIMS: variable(
    jsonObject.pipe(claims).default(claims.parse({})),
    'JSON object that says which claims hold tenant, actor, roles, groups and scopes.',
  ),
  INTERNAL_SECRET: secret(
    z.string().min(32).optional(),
    'Secret of the tokens between processes; derived from the master key, if not set.',
  ),
  MASTER_KEY_FILE: variable(
    z.string().min(1).optional(),
    'File of the master key; made below DATA_DIR, if not set.',
  ),
  CORS_ORIGINS: variable(
    list.default([]),
    'Origins that browsers may call from, separated by commas; also those of WebSockets.',
  ),
  UPLOAD_MAX_BYTES: variable(whole(1, 2_147_483_647).default(25_000_000), 'Largest upload.'),
  LIMITS: variable(
    limits.default({}),
    'Limits that replace those of the profile, as in `rate=1200,cost=5000`.',
  ),
  INGEST_CONCURRENCY: variable(whole(1, 64).default(6), 'Documents that are processed at once.'),
  AI_CONCURRENCY: variable(whole(1, 64).default(4), 'Runs that are processed at once.'),
  TENANT_CONCURRENCY: variable(whole(1, 64).default(8), 'Jobs of one tenant that are dispatched in turn.'),
  PARSE_THREADS: variable(whole(1, 32).default(1), 'Threads that read untrusted files.'),
  PARSE_TIMEOUT_MS: variable(whole(100, 600_000).default(30_000), 'Longest time to read one file.'),
  PARSE_MEMORY_MB: variable(whole(32, 8192).default(256), 'Most memory to read one file.'),
  EGRESS_ALLOW: variable(
    list
      .refine((hosts) => hosts.every((host) => /^(?:\[[\da-f:]+\]|[^:\s/]+):\d+$/i.test(host)), {
        message: 'must name hosts with their ports, such as 10.0.0.7:8080',
      })
      .default([]),
    'Hosts on private networks that plugins and models may call, as `host:port`.',
  ),
  SMTP_URL: secret(
    url('smtp://', 'smtps://').optional(),
    '`smtp://login:password@host:587` (STARTTLS, required but on loopback) or `smtps://…:465`. Without it no letter is sent.',
  ),
  SMTP_FROM: variable(
    z
      .string()
      .regex(
        /^([^<>@\r\n]+ <)?[^\s<>@]+@[^\s<>@]+>?$/,
        'must be an address, or a name with one: Tributary <mail@example.com>',
      )
      .optional(),
    'Whom letters are from; required with SMTP_URL.',
  ),
  SMTP_CA_FILE: variable(
    z.string().min(1).optional(),
    'File of the certificates (PEM) that the mail server is trusted by, instead of the usual ones.',
  ),
  OPERATIONS_DIR: variable(
    z.string().min(1).optional(),
    'A folder of operations, one `*.graphql` file each, that are registered for every tenant.',
  ),
  PLUGINS_DIR: variable(
    z.string().min(1).optional(),
    'A further folder of plugins, one folder each; they are found, and enabled by the operator.',
  ),
  PLUGINS_TRUSTED: variable(
    list.default([]),
    'Ids of plugins that run in the threads of the host when they are enabled at the start, besides the shipped ones.',
  ),
  OPERATOR_TENANTS: variable(
    list.optional(),
    'Ids of the tenants whose administrators may change what all tenants share (plugins, labels of prompts, prices); `*` stands for every one. By default every one in development, and none elsewhere.',
  ),
  PLUGINS_ALLOW: variable(
    list.default(['*']),
    'Services that plugins which are not shipped may have as permissions; `*` stands for all.',
  ),
  TRACE_CONTENT: variable(
    z.enum(['off', 'on']).default('off'),
    'Whether the traces of runs keep prompts, queries and answers, encrypted, besides the facts.',
  ),
  TRACE_RETENTION_DAYS: variable(whole(1, 3650).default(30), 'How long the traces of runs are kept.'),
  OBS_SEMCONV: variable(
    z.enum(semanticConventions).default('1.41'),
    "Which of OpenTelemetry's names for generative AI exported spans have: those of version 1.41, those of the next one, or both.",
  ),
  OBS_OPENINFERENCE: variable(
    z.enum(['off', 'on']).default('off'),
    'Whether exported spans have the names of OpenInference as well.',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(
    address.optional(),
    'Where an OpenTelemetry collector takes OTLP over HTTP; `/v1/traces` is added. Spans are exported only if set.',
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: variable(
    address.optional(),
    'The whole address for traces; before OTEL_EXPORTER_OTLP_ENDPOINT.',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: secret(
    list
      .pipe(z.array(z.string().regex(/^[^=]+=/, 'must be name=value pairs, separated by commas')))
      .default([]),
    'Headers for the collector: `name=value` pairs, separated by commas, values percent-encoded.',
  ),
  OTEL_EXPORTER_OTLP_TIMEOUT: variable(
    whole(100, 60_000).default(5000),
    'Longest time in milliseconds to send one batch of spans.',
  ),
  OTEL_SERVICE_NAME: variable(
    z.string().min(1).default('tributary'),
    'Name of the service in exported spans.',
  ),
  DRAIN_TIMEOUT_MS: variable(whole(100, 600_000).default(25_000), 'Longest time to end work after SIGTERM.'),
  LOG_LEVEL: variable(z.enum(logLevels).default('info'), 'Least level that is logged.'),
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;
export type Values = { readonly [Name in VariableName]: z.output<(typeof variables)[Name]['schema']> };
