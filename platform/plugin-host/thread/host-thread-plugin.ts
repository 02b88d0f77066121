import type { MessagePort } from 'node:worker_threads';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { AppError, type EngineGenerator, z } from 'tributary/sdk';
import type {
  BindServices,
  CallContext,
  CapabilityDescription,
  ExecutedSubgraph,
  HostedCapability,
  HostedEngine,
  HostedPlugin,
  PluginVersion,
  SubgraphOperation,
} from '#platform';
import { readPrompts } from '../prompts/prompt-files.js';
import { checkPart, checkReturn, expectJson } from './check-parts.js';
import { threadContributions } from './host-thread-contributions.js';
import { defaultLimits, type PluginLimits } from './limits.js';
import type { ThreadDescription, WireResult } from './messages.js';
import { ThreadClient } from './thread-client.js';
import { errorsOfHost } from './wire.js';

export interface ThreadPluginOptions {
  readonly version: PluginVersion;
  readonly description: ThreadDescription;
  /** Of `ThreadHandle.connect()`; may have come from another thread. */
  readonly port: MessagePort;
  readonly limits?: PluginLimits;
}

const parsedInput = z.object({ input: z.unknown(), documentIds: z.array(z.uuid()).max(10_000) });

/** A plugin that runs in a thread of its own, for this thread to use. Several may use it, each by a port of its own. */
export async function hostThreadPlugin({
  version,
  description,
  port,
  limits = defaultLimits,
}: ThreadPluginOptions): Promise<HostedPlugin> {
  const { plugin, folder } = version;
  const client = new ThreadClient(plugin, port, limits);
  const { sdl } = description;
  return {
    version,
    capabilities: description.capabilities.map((one) => threadCapability(one, client, plugin)),
    contributions: threadContributions(description.contributions, client, plugin),
    screens: [],
    prompts: folder === null ? [] : await readPrompts(folder, plugin),
    typeDefs: description.typeDefs,
    subgraph: (bind) => (sdl === null ? null : threadSubgraph(plugin, sdl, client, bind)),
    health: () => client.health(),
    close: () => client.close(),
  };
}

function threadCapability(
  description: CapabilityDescription,
  client: ThreadClient,
  plugin: string,
): HostedCapability {
  const { id: capability, engines } = description;
  const engine = (kind: 'MODEL' | 'BUILT_IN'): HostedEngine =>
    async function* run(input, services, { runId, actor, signal }): EngineGenerator<unknown> {
      const scope = client.scopes.open({ services });
      try {
        const asked = { capability, engine: kind, input, runId, actor, scope };
        const parts = client.stream('engine', asked, signal);
        try {
          for (;;) {
            const step = await parts.next();
            if (step.done) return checkReturn(step.value, plugin);
            yield checkPart(step.value, plugin);
          }
        } catch (error) {
          // What the thread threw was told of already; what it gave was not.
          if (error instanceof AppError && error.code === 'PLUGIN_PART_INVALID') client.failed(error);
          throw error;
        } finally {
          parts.return(undefined).catch(() => undefined);
        }
      } finally {
        client.scopes.close(scope);
      }
    };
  return {
    // Only plugins in the threads of the host are trusted to judge texts that no screen saw.
    description: { ...description, inspects: false },
    ...(engines.includes('MODEL') && { model: engine('MODEL') }),
    ...(engines.includes('BUILT_IN') && { builtIn: engine('BUILT_IN') }),
    async parseInput(input) {
      const parsed = parsedInput.safeParse(await client.call('parseInput', { capability, input }));
      if (!parsed.success) throw new AppError('PLUGIN_PART_INVALID', { plugin, reason: 'a parsed input' });
      expectJson(parsed.data.input, plugin);
      return parsed.data;
    },
    async parseOutput(output) {
      const parsed = await client.call('parseOutput', { capability, output });
      expectJson(parsed, plugin);
      return parsed;
    },
    eventInput: (payload) => client.call('eventInput', { capability, payload }),
  };
}

function threadSubgraph(
  name: string,
  sdl: string,
  client: ThreadClient,
  bind: BindServices,
): ExecutedSubgraph {
  const errors = errorsOfHost(name);
  /** What a resolver threw is shown as we show our own; every fault counts. */
  const resultOf = (result: unknown): ExecutionResult => {
    const { data, errors: thrown } = result as WireResult;
    if (!thrown) {
      client.succeeded();
      return { data };
    }
    const read = thrown.map(({ path, error }) => {
      const originalError = errors.read(error);
      client.failed(originalError);
      return new GraphQLError(originalError.message, { originalError, ...(path && { path }) });
    });
    return { data, errors: read };
  };
  return {
    name,
    sdl,
    async execute(operation: SubgraphOperation, context: CallContext) {
      const { request, signal } = context;
      const scope = client.scopes.open({ services: bind(request, signal), context });
      const asked = { operation, request, scope };
      if (operation.isSubscription) {
        return mapEvents(client.stream('execute', asked, signal), resultOf, () => client.scopes.close(scope));
      }
      try {
        return resultOf(await client.call('execute', asked, signal));
      } finally {
        client.scopes.close(scope);
      }
    },
  };
}

/** Not a generator: one would keep a reader that leaves waiting for the next event. */
function mapEvents(
  source: AsyncGenerator<unknown, unknown>,
  map: (event: unknown) => ExecutionResult,
  over: () => void,
): AsyncIterableIterator<ExecutionResult> {
  return {
    async next() {
      try {
        const step = await source.next();
        if (!step.done) return { done: false, value: map(step.value) };
      } catch (error) {
        over();
        throw error;
      }
      over();
      return { done: true, value: undefined };
    },
    async return() {
      over();
      source.return(undefined).catch(() => undefined);
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
