import type { ExecutionResult } from 'graphql';
import { AppError } from 'tributary/sdk';
import type { ExecutedSubgraph, HostedPlugin, PluginVersion } from '#platform';
import { Breaker, type BreakerLimits } from '../breaker.js';
import { invalid } from '../invalid.js';
import { AnswerCheck } from './answer-check.js';
import type { CallScope, RemoteAddress, RemoteParts, SentOperation } from './parts.js';
import type { PreparedOperation } from './prepared-operation.js';
import { callRemote } from './remote-call.js';
import { RemoteStream } from './remote-stream.js';
import { Slots } from './slots.js';
import { openSocket } from './socket-source.js';

const callsAtMost = 64;
const waitingAtMost = 1000;
const streamsAtMost = 500;
/** To ask a server whether it is back costs little, and readers of streams wait for it. */
const usualBreaker: BreakerLimits = { faults: 5, windowMs: 60_000, openMs: 10_000 };

/**
 * Hosts a version that answers elsewhere. It need not answer now: while it does not, its fields are null with a code.
 * @throws AppError `PLUGIN_INVALID` when its SDL is none
 */
export function hostRemotePlugin(
  version: PluginVersion,
  parts: RemoteParts & { breaker?: BreakerLimits },
): HostedPlugin {
  const { plugin, manifest, remote } = version;
  if (!remote || !manifest.remote)
    throw invalid(plugin, 'remote', 'is enabled by the address of its manifest, not from a folder');
  const breaker = new Breaker(plugin, parts.breaker ?? usualBreaker);
  const subgraph = new RemoteSubgraph(
    { ...parts, plugin, url: manifest.remote.url },
    new AnswerCheck(plugin, remote.typeDefs),
    breaker,
  );
  return {
    version,
    capabilities: [],
    screens: [],
    prompts: [],
    typeDefs: remote.typeDefs,
    // It gets no services, but where it is switched off for a tenant, binding them says so.
    subgraph: (bind) => ({
      name: subgraph.name,
      sdl: subgraph.sdl,
      async execute(operation, scope) {
        bind(scope.request, scope.signal);
        return subgraph.execute(operation, scope);
      },
    }),
    health: () => breaker.health(),
    close: async () => subgraph.close(),
  };
}

class RemoteSubgraph implements ExecutedSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly #address: RemoteAddress;
  readonly #check: AnswerCheck;
  readonly #breaker: Breaker;
  readonly #slots: Slots;
  readonly #streams = new Set<{ stop(): void }>();

  constructor(address: RemoteAddress, check: AnswerCheck, breaker: Breaker) {
    this.name = address.plugin;
    this.sdl = check.sdl;
    this.#address = address;
    this.#check = check;
    this.#breaker = breaker;
    this.#slots = new Slots(callsAtMost, waitingAtMost, () => this.#busy('too many calls wait for it'));
  }

  async execute(
    { query, variables, operationName, isSubscription }: Parameters<ExecutedSubgraph['execute']>[0],
    scope: CallScope,
  ): Promise<ExecutionResult | AsyncIterable<ExecutionResult>> {
    const operation = this.#check.prepare(query);
    const sent = { query: operation.sent, variables, operationName };
    if (isSubscription) return this.#stream(operation, sent, scope);
    const leave = await this.#slots.take(scope.signal);
    try {
      this.#breaker.expectClosed();
      return await this.#call(operation, sent, scope);
    } finally {
      leave();
    }
  }

  close(): void {
    for (const { stop } of this.#streams) stop();
  }

  async #call(operation: PreparedOperation, sent: SentOperation, scope: CallScope): Promise<ExecutionResult> {
    try {
      const answer = await callRemote(this.#address, sent, scope);
      const result = await this.#check.check(operation, sent.variables, answer);
      this.#judge(result, scope);
      return result;
    } catch (error) {
      if (!scope.signal.aborted) this.#fault(error, scope);
      throw error;
    }
  }

  #stream(operation: PreparedOperation, sent: SentOperation, scope: CallScope): RemoteStream {
    if (this.#streams.size >= streamsAtMost) throw this.#busy('too many of its streams are open');
    this.#breaker.expectClosed();
    const open = { stop: (): void => undefined };
    this.#streams.add(open);
    const events = openSocket(this.#address, sent, scope, {
      connected: () => this.#breaker.succeeded(),
      failed: (error) => this.#fault(error, scope),
      closed: () => this.#streams.delete(open),
    });
    open.stop = () => events.end(new AppError('GOING_AWAY'));
    return new RemoteStream({
      plugin: this.name,
      check: this.#check,
      operation,
      variables: sent.variables,
      events,
      onFault: (error) => this.#fault(error, scope),
    });
  }

  /** Whether the plugin did its work; what it refused with a code of its own is an answer. */
  #judge({ errors = [] }: ExecutionResult, scope: CallScope): void {
    const fault = errors.find(
      ({ originalError }) => originalError instanceof AppError && originalError.code.startsWith('PLUGIN_'),
    );
    if (fault) this.#fault(fault.originalError, scope);
    else this.#breaker.succeeded();
  }

  #fault(error: unknown, { request }: CallScope): void {
    this.#breaker.fault(error);
    const { plugin, log } = this.#address;
    const cause = error instanceof AppError ? error.cause : undefined;
    const fields = { plugin, request_id: request.requestId, err: error, cause };
    log.warn(fields, 'A remote plugin failed');
  }

  #busy(reason: string): AppError {
    return new AppError('PLUGIN_UNAVAILABLE', { plugin: this.name, reason });
  }
}
