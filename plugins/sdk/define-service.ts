import type { z } from 'zod';
import { define } from './define.js';
import type { Granted, ServiceName } from './services/index.js';

/** The contract of one method: one argument and one answer, both plain data. */
export interface ServiceMethod {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}
/** The methods of a service, by their names. */
export type ServiceMethods = Readonly<Record<string, ServiceMethod>>;

/** A service, as its author writes it. */
export interface ServiceDefinition<
  Methods extends ServiceMethods = ServiceMethods,
  Needs extends ServiceName = ServiceName,
> {
  /** `<plugin>.<service>`: the key that others name in `needs`. */
  readonly id: string;
  readonly description: string;
  /** The services that its methods get: bound to the rights of whoever calls, and the permissions of this plugin. */
  readonly needs: readonly Needs[];
  readonly methods: Methods;
  /** The methods' code. */
  readonly serve: {
    [Name in keyof Methods]: (
      input: z.output<Methods[Name]['input']>,
      services: Granted<Needs>,
      call: { readonly signal: AbortSignal },
    ) => Promise<z.input<Methods[Name]['output']>>;
  };
}
/** Any service, as the host handles it. */
export interface AnyService extends Omit<ServiceDefinition, 'serve'> {
  readonly serve: Readonly<
    Record<
      string,
      (input: never, services: never, call: { readonly signal: AbortSignal }) => Promise<unknown>
    >
  >;
}

/**
 * What a caller of a service gets: its methods, by their input.
 * Errors: `BAD_USER_INPUT`, `PLUGIN_UNAVAILABLE` (its plugin is not enabled), and those of the method.
 */
export type ServiceOf<Definition extends { readonly methods: ServiceMethods }> = {
  [Name in keyof Definition['methods']]: (
    input: z.input<Definition['methods'][Name]['input']>,
  ) => Promise<z.output<Definition['methods'][Name]['output']>>;
};

/** Declares a service that other plugins can need; see `ProvidedServices` for how they learn its type. */
export function defineService<Methods extends ServiceMethods, const Needs extends ServiceName>(
  definition: ServiceDefinition<Methods, Needs>,
): ServiceDefinition<Methods, Needs> {
  return define(definition);
}
