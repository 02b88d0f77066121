import type { Subgraph } from '#platform';
import { createGraphContext } from '#platform/graph';
import { createPluginIdentity } from '#platform/keys';
import type { Lifecycle } from '#platform/lifecycle';
import { createRateLimits } from '#platform/limits';
import { createSubgraphRegistry, type ServedSubgraph, type SubgraphRegistry } from '#platform/registry';
import { type Composer, type Gateway, startGateway } from '../gateway/index.js';
import { type Foundation, openHooks } from './foundation.js';
import { modules } from './modules.js';
import { shownSubgraphs } from './plugins/shown-subgraphs.js';
import { denialRecorder } from './record-denial.js';
import { toolCallRecorder } from './record-tool-call.js';
import type { WorkerThread } from './worker.js';

const drainMs = 10_000;

/** The gateway over the subgraphs of this process, or over those that other processes publish. */
export async function serveGateway(
  foundation: Foundation,
  lifecycle: Lifecycle,
  local: readonly Subgraph[] | null,
  worker: WorkerThread | null,
  composer: Composer,
) {
  const { config, database, identity, clock, log, registry, uploads, metrics, tracing } = foundation;
  const recordDenial = denialRecorder(foundation);
  const subgraphs = createSubgraphRegistry(database, log);
  const show = (served: readonly ServedSubgraph[]) => shownSubgraphs(foundation, served);
  const remote = local ? null : await show(await untilServed(subgraphs, lifecycle));
  const gateway = await startGateway({
    config,
    identity,
    log,
    registry,
    uploads,
    hooks: openHooks(foundation),
    publicKeys: createPluginIdentity(foundation.master).publicKeys,
    endpoints: local ?? remote ?? [],
    composer,
    limits: createRateLimits({ config, database, clock, log }),
    metrics,
    tracing,
    scrape: async () => metrics.render(await worker?.measure()),
    health: { check: () => checkHealth(lifecycle) },
    recordToolCall: toolCallRecorder(foundation),
    createContext: (request, signal) => createGraphContext(request, signal, recordDenial),
  });
  const follow = remote && followServed(subgraphs, gateway, remote, show);
  const unwatch = remote && follow && (await subgraphs.watch(remote, follow));
  return {
    part: {
      gateway,
      /** Serves what other processes serve now; gives the generation. Null when the subgraphs are of this process. */
      swap: async () => (follow ? follow(await subgraphs.list()) : null),
    },
    async stop() {
      await unwatch?.();
      await gateway.close({ graceMs: drainMs });
    },
  };
}

/** One generation after the other, and none for what is served already. */
function followServed(
  registry: SubgraphRegistry,
  gateway: Pick<Gateway, 'addGeneration'>,
  first: readonly ServedSubgraph[],
  show: (served: readonly ServedSubgraph[]) => Promise<ServedSubgraph[]>,
): (served: readonly ServedSubgraph[]) => Promise<string | null> {
  let last = registry.fingerprint(first);
  let generation: string | null = null;
  let running: Promise<unknown> = Promise.resolve();
  const take = async (listed: readonly ServedSubgraph[]) => {
    const served = await show(listed);
    const print = registry.fingerprint(served);
    if (print !== last) generation = (await gateway.addGeneration(served)).id;
    last = print;
    return generation;
  };
  return (served) => {
    const done = running.then(() => take(served));
    running = done.catch(() => undefined);
    return done;
  };
}

/** Waits until the core subgraphs are served somewhere. */
async function untilServed(
  subgraphs: ReturnType<typeof createSubgraphRegistry>,
  lifecycle: Lifecycle,
): Promise<readonly ServedSubgraph[]> {
  const { promise, resolve } = Promise.withResolvers<readonly ServedSubgraph[]>();
  const isWhole = (served: readonly ServedSubgraph[]) =>
    modules.every(({ name }) => served.some((one) => one.name === name));
  const unwatch = await subgraphs.watch([], async (served) => {
    if (isWhole(served)) resolve(served);
  });
  lifecycle.draining.addEventListener('abort', () => resolve([]), { once: true });
  return promise.finally(unwatch);
}

async function checkHealth(lifecycle: Lifecycle): Promise<{ ready: boolean; parts: Record<string, string> }> {
  const { status, body } = await lifecycle.health.readiness();
  const checks = Object.entries(body.checks).map(([name, { ok, code }]) => [
    name,
    ok ? 'ok' : (code ?? 'failed'),
  ]);
  return { ready: status === 200, parts: Object.fromEntries(checks) };
}
