import type { Eraser, Operations, Schedule, WorkerTools } from '#platform';
import { accessEraser } from '#platform/access';
import type { Config } from '#platform/config';
import type { DatabaseServer } from '#platform/database';
import { hookRetention, hooksEraser } from '#platform/hooks';
import { jobEraser, jobRetention, startWorkerHost } from '#platform/jobs';
import { keysEraser } from '#platform/keys';
import { limitsEraser } from '#platform/limits';
import { embeddingEraser } from '#platform/models';
import { createOperations } from '#platform/operations';
import { outboxEraser, outboxLag, outboxRetention } from '#platform/outbox';
import { pluginScheduleEraser, pluginSchedules, runPluginJobs } from '#platform/plugin-host';
import { pluginsEraser } from '#platform/plugin-host/changes';
import { operationsEraser } from '#platform/registry';
import { runLogEraser, runLogRetention } from '#platform/run-log';
import { createCapabilityRunner } from '#platform/runs';
import { pluginBlobsEraser, storeEraser } from '#platform/store';
import type { MetricsSnapshot, RootLogger } from '#platform/telemetry';
import { uploadEraser, uploadRetention } from '#platform/uploads';
import { ParsePool } from '../subgraphs/documents/parsers/index.js';
import { assemble } from './assemble.js';
import { type Foundation, layFoundation } from './foundation.js';
import { WorkerPlugins } from './plugins/worker-plugins.js';

export interface WorkOptions {
  config: Config;
  server: DatabaseServer;
  log: RootLogger;
  /** Where the gateway answers, as soon as that is known. */
  gatewayUrl: Promise<string>;
}
export interface Work {
  readonly plugins: WorkerPlugins;
  measure(): Promise<MetricsSnapshot>;
  stop(deadlineMs: number): Promise<void>;
}

/** Everything that works in the background: jobs with the plugins' capabilities, schedules, the reading of files. */
export async function startWork({ config, server, log, gatewayUrl }: WorkOptions): Promise<Work> {
  const foundation = await layFoundation(config, server, log, 'worker');
  const { database, system, identity, blobs, metrics } = foundation;
  const assembly = await assemble(foundation, operationsAt(gatewayUrl, foundation));
  const { platform, plugins, subgraphs, sinks, runnerParts } = assembly;
  await platform.ports.prompts.seed(plugins.prompts);
  const runner = createCapabilityRunner(runnerParts);
  const parser = new ParsePool(config.parse);
  parser.start();
  const ofSubgraphs = <Part>(
    pick: (parts: (typeof subgraphs)[number]['parts']) => readonly Part[] | undefined,
  ) => subgraphs.flatMap(({ parts }) => pick(parts) ?? []);
  const erasers: Eraser[] = [
    ...ofSubgraphs((parts) => parts.erasers),
    runLogEraser,
    storeEraser,
    embeddingEraser,
    pluginBlobsEraser(blobs),
    pluginScheduleEraser,
    uploadEraser,
    hooksEraser,
    jobEraser,
    outboxEraser,
    accessEraser,
    limitsEraser,
    operationsEraser,
    pluginsEraser,
    keysEraser,
  ];
  const tools: WorkerTools = { runner, parser, embedder: runnerParts.embedder, sinks, erasers };
  const schedules: Schedule[] = [
    ...ofSubgraphs((parts) => parts.schedules),
    jobRetention({ system }),
    outboxRetention({ system }),
    outboxLag({ system, metrics }),
    runLogRetention({ system }),
    uploadRetention({ system, blobs }),
    hookRetention({ system }),
    pluginSchedules({ ...runnerParts, system }),
  ];
  const handlers = () => [
    ...ofSubgraphs((parts) => parts.handlers),
    ...plugins.eventHandlers({
      runner,
      database,
      access: platform.access,
      switches: platform.pluginSwitches,
      services: runnerParts,
    }),
  ];
  const host = await startWorkerHost({
    queue: config.queue,
    database,
    system,
    identity,
    log,
    metrics,
    definitions: [...ofSubgraphs((parts) => parts.jobs?.(tools)), ...runPluginJobs(runnerParts)],
    handlers: handlers(),
    schedules,
  });
  return {
    plugins: new WorkerPlugins(plugins, {
      seed: (prompts) => platform.ports.prompts.seed(prompts),
      changed: () => host.setHandlers(handlers()),
    }),
    measure: () => metrics.snapshot(),
    async stop(deadlineMs) {
      await host.close(deadlineMs);
      await runner.close();
      await parser.stop();
      await assembly.close();
      await foundation.close();
    },
  };
}

/** Operations that the gateway executes, which may start after the worker. */
function operationsAt(gatewayUrl: Promise<string>, { registry, identity }: Foundation): Operations {
  const known = gatewayUrl.then((url) => createOperations({ registry, remote: { url, identity } }));
  return {
    execute: async (...request) => (await known).execute(...request),
    describe: async (...request) => (await known).describe(...request),
    check: async (...request) => (await known).check(...request),
    tools: async (...request) => (await known).tools(...request),
  };
}
