import { AppError, type Granted, type JobProgress, type ServiceName } from 'tributary/sdk';
import type { CallContext } from '#platform';
import { answerSchema } from './answer-schema.js';
import type { Answer } from './link.js';
import type { AskedOfHost, ServiceCall } from './messages.js';

/** What the code of a plugin may use of the host while one call of its runs. */
export interface Scope {
  readonly services: Granted<ServiceName>;
  readonly context?: CallContext;
  readonly progress?: JobProgress;
}

type Method = (...args: unknown[]) => unknown;
const isInherited = (name: string) => name in Object.prototype;

/** The services of the calls that run, by the numbers that the thread names them with. They are made and checked here. */
export class Scopes {
  readonly #plugin: string;
  readonly #open = new Map<number, Scope>();
  #newest = 0;

  constructor(plugin: string) {
    this.#plugin = plugin;
  }

  open(scope: Scope): number {
    this.#newest += 1;
    this.#open.set(this.#newest, scope);
    return this.#newest;
  }

  close(id: number): void {
    this.#open.delete(id);
  }

  /** Answers what the thread asks within a call. */
  readonly answer: Answer = (name, payload, { signal, isStream }) => {
    if (name === 'service') {
      const call = payload as ServiceCall;
      return isStream ? this.#stream(call, signal) : Promise.resolve(this.#invoke(call, signal));
    }
    if (name === 'checkpoint' || name === 'remember') return this.#progress(name, payload);
    if (name === 'rest') return this.#rest(payload as AskedOfHost['rest']);
    if (name === 'denied') return this.#denied(payload as AskedOfHost['denied']);
    throw new AppError('PLUGIN_FAULT', { plugin: this.#plugin });
  };

  async #denied({ scope, denial }: AskedOfHost['denied']): Promise<void> {
    await this.#scope(scope).context?.denied({ field: String(denial.field), needed: denial.needed });
  }

  async #rest({ scope }: AskedOfHost['rest']): Promise<void> {
    await this.#scope(scope).progress?.rest();
  }

  async #progress(name: 'checkpoint' | 'remember', payload: unknown): Promise<unknown> {
    const { scope, step, data } = payload as AskedOfHost['remember'];
    const { progress } = this.#scope(scope);
    return name === 'checkpoint'
      ? progress?.checkpoint(String(step))
      : progress?.remember(String(step), data);
  }

  async *#stream(call: ServiceCall, signal: AbortSignal): AsyncGenerator<unknown, unknown> {
    return yield* this.#invoke(call, signal) as AsyncGenerator<unknown, unknown>;
  }

  /** @throws AppError `PLUGIN_PERMISSION_DENIED` for a service that is not granted */
  #invoke({ scope, service, method, args, signalAt, schemaAt }: ServiceCall, signal: AbortSignal): unknown {
    const { services } = this.#scope(scope);
    const granted = Object.hasOwn(services, service)
      ? (services as unknown as Record<string, Record<string, unknown>>)[service]
      : undefined;
    const found = granted && !isInherited(method) ? granted[method] : undefined;
    if (!granted || typeof found !== 'function') {
      throw new AppError('PLUGIN_PERMISSION_DENIED', {
        plugin: this.#plugin,
        permission: `${service}.${method}`,
      });
    }
    const given = [...args];
    if (signalAt !== null) given[signalAt] = signal;
    if (schemaAt !== null) given[schemaAt] = withSchema(given[schemaAt], this.#plugin);
    return (found as Method).apply(granted, given);
  }

  #scope(id: number): Scope {
    const scope = this.#open.get(id);
    if (scope) return scope;
    // The call that the services were for has ended: nobody waits for what they would give.
    throw new AppError('PLUGIN_PERMISSION_DENIED', {
      plugin: this.#plugin,
      permission: 'services after the end of the call',
    });
  }
}

function withSchema(request: unknown, plugin: string): unknown {
  const { schema, ...rest } = request as { schema: unknown };
  try {
    return { ...rest, schema: answerSchema(schema) };
  } catch (cause) {
    throw new AppError('PLUGIN_PART_INVALID', { plugin, reason: 'the schema of an answer' }, { cause });
  }
}
