import {
  AppError,
  type Granted,
  type ResultsService,
  type ServiceName,
  withoutDefinitions,
  z,
} from 'tributary/sdk';
import { batchedLatest } from './batched-results.js';
import type { Link } from './link.js';
import type { AskedOfHost, ServiceCall } from './messages.js';

/** Methods that stream; all others give one value. */
const streaming: ReadonlySet<string> = new Set([
  'models.stream',
  'models.turn',
  'runs.events',
  'events.subscribe',
]);

/** Where the calls of a caller go, and what it may name. */
export interface Caller {
  readonly link: Link;
  readonly scope: number;
  readonly plugin: string;
  readonly granted: readonly string[];
}

/** The services as a plugin in its thread sees them: each call is made by the host, which checks it once more. */
export function proxyServices(caller: Caller): Granted<ServiceName> {
  const made = new Map<string, object>();
  const target = Object.create(null) as Record<string, object>;
  return new Proxy(target, {
    get(own, name) {
      if (typeof name !== 'string' || name === 'then' || name in own)
        return Reflect.get(own, name) as unknown;
      if (!caller.granted.includes(name)) {
        throw new AppError('PLUGIN_PERMISSION_DENIED', { plugin: caller.plugin, permission: name });
      }
      const service = made.get(name) ?? proxyService(caller, name);
      made.set(name, service);
      return service;
    },
    has: (own, name) => name in own || caller.granted.includes(String(name)),
  }) as unknown as Granted<ServiceName>;
}

function proxyService(caller: Caller, service: string): object {
  // What the SDK declares as answering at once.
  if (service === 'clock') return { now: () => new Date() };
  if (service === 'log') {
    const say = (method: string) => (message: unknown, fields?: unknown) =>
      void call(caller, service, method, [String(message), fields]).catch(() => undefined);
    return { info: say('info'), warn: say('warn') };
  }
  const latest = batchedLatest(
    (capability, inputs) =>
      call(caller, service, 'latestOf', [capability, inputs]) as ReturnType<ResultsService['latestOf']>,
  );
  return new Proxy(Object.create(null) as object, {
    get(_target, method) {
      if (typeof method !== 'string' || method === 'then') return undefined;
      const name = `${service}.${method}`;
      if (streaming.has(name)) return (...args: unknown[]) => stream(caller, service, method, args);
      if (name === 'results.latest') return latest;
      if (name === 'models.complete') return (...args: unknown[]) => complete(caller, args);
      if (name === 'models.streamObject') return (...args: unknown[]) => streamObject(caller, args);
      return (...args: unknown[]) => call(caller, service, method, args);
    },
  });
}

async function call(caller: Caller, service: string, method: string, args: unknown[]): Promise<unknown> {
  const request = requestOf(caller, service, method, args);
  return caller.link.call('service', request.payload, request.signal);
}

async function* stream(
  caller: Caller,
  service: string,
  method: string,
  args: unknown[],
): AsyncGenerator<unknown, unknown> {
  const request = requestOf(caller, service, method, args);
  return yield* caller.link.stream('service', request.payload, request.signal);
}

/** The schema crosses as JSON Schema; what comes back is parsed by the schema itself. */
async function complete(caller: Caller, [request]: unknown[]): Promise<unknown> {
  const { payload, schema } = withSchema(caller, 'complete', request);
  return parsedBy(schema, await caller.link.call('service', payload), 'complete');
}

async function* streamObject(caller: Caller, [request]: unknown[]): AsyncGenerator<unknown, unknown> {
  const { payload, schema } = withSchema(caller, 'streamObject', request);
  return parsedBy(schema, yield* caller.link.stream('service', payload), 'streamObject');
}

function withSchema(caller: Caller, method: string, request: unknown) {
  const { schema, ...rest } = request as { schema: z.ZodType };
  const given = {
    ...(withoutDefinitions(rest) as object),
    schema: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  };
  return { schema, payload: { ...payloadOf(caller, 'models', method, [given]), schemaAt: 0 } };
}

function parsedBy(schema: z.ZodType, value: unknown, method: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('OUTPUT_SCHEMA', { capability: `models.${method}` }, { cause: parsed.error });
}

function requestOf(caller: Caller, service: string, method: string, args: unknown[]) {
  const at = args.findIndex((argument) => argument instanceof AbortSignal);
  const payload: AskedOfHost['service'] = {
    ...payloadOf(caller, service, method, args.map(plainOf)),
    signalAt: at < 0 ? null : at,
  };
  return { payload, signal: at < 0 ? undefined : (args[at] as AbortSignal) };
}

function payloadOf(caller: Caller, service: string, method: string, args: unknown[]): ServiceCall {
  return { scope: caller.scope, service, method, args, signalAt: null, schemaAt: null };
}

/** What an author defined crosses as `{ id }`, a signal apart. */
function plainOf(argument: unknown): unknown {
  return argument instanceof AbortSignal ? null : withoutDefinitions(argument);
}
