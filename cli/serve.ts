import { randomUUID } from 'node:crypto';
import type { Subgraph } from '#platform';
import { createGraphContext } from '#platform/graph';
import { serveSubgraph } from '#platform/graph/serve';
import { createPluginIdentity } from '#platform/keys';
import type { Lifecycle } from '#platform/lifecycle';
import { createRateLimits } from '#platform/limits';
import { createSubgraphRegistry, type ServedSubgraph } from '#platform/registry';
import { startGateway } from '../gateway/index.js';
import type { Foundation } from './foundation.js';
import { modules } from './modules.js';
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
) {
  const { config, database, identity, clock, log, registry, uploads, metrics } = foundation;
  const recordDenial = denialRecorder(foundation);
  const subgraphs = createSubgraphRegistry(database, log);
  const remote = local ? null : await untilServed(subgraphs, lifecycle);
  const gateway = await startGateway({
    config,
    identity,
    log,
    registry,
    uploads,
    publicKeys: createPluginIdentity(foundation.master).publicKeys,
    endpoints: local ?? remote ?? [],
    limits: createRateLimits({ config, database, clock, log }),
    metrics,
    scrape: async () => metrics.render(await worker?.measure()),
    health: { check: () => checkHealth(lifecycle) },
    recordToolCall: toolCallRecorder(foundation),
    createContext: (request, signal) => createGraphContext(request, signal, recordDenial),
  });
  const unwatch =
    remote && (await subgraphs.watch(remote, async (served) => void (await gateway.addGeneration(served))));
  return {
    part: gateway,
    async stop() {
      await unwatch?.();
      await gateway.close({ graceMs: drainMs });
    },
  };
}

/** Serves each subgraph to gateways of other processes, and says so in the registry. */
export async function serveSubgraphs(foundation: Foundation, built: readonly Subgraph[]) {
  const { config, database, identity, log } = foundation;
  const { host, port } = config.subgraphs;
  const recordDenial = denialRecorder(foundation);
  const served = await Promise.all(
    built.map(async (subgraph, at) => {
      const { url, close } = await serveSubgraph(subgraph, {
        identity,
        host,
        log,
        recordDenial,
        port: port === 0 ? 0 : port + at,
      });
      return { name: subgraph.name, sdl: subgraph.sdl, url, close };
    }),
  );
  const listed = served.map(({ name, sdl, url }) => ({ name, sdl, url: config.subgraphs.urls[name] ?? url }));
  const unpublish = await createSubgraphRegistry(database, log).publish(randomUUID(), listed);
  return {
    part: listed,
    async stop() {
      await unpublish();
      await Promise.all(served.map(({ close }) => close()));
    },
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
