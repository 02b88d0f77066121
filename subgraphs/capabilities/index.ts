import type { SubgraphModule } from '#platform';
import { CatalogueResolver } from './catalogue.resolver.js';
import { capabilitiesEraser } from './eraser.js';
import { ledger } from './ledger.service.js';
import { capabilities0001 } from './migrations/0001-capabilities.js';
import { PromptReader } from './prompt-reader.service.js';
import { createPrompts } from './prompts.service.js';
import { runJob } from './run.job.js';
import { RunResolver } from './run.resolver.js';
import { RunReader } from './run-reader.service.js';
import { runRecords } from './run-records.service.js';

/** Runs of capabilities, what can be run, the prompts it is run with, and what it may cost. */
const capabilities: SubgraphModule = {
  name: 'capabilities',
  entities: [],
  migrations: [capabilities0001],
  create({ database, system, plugins, runs, runLog }) {
    const reader = new RunReader(database);
    return {
      resolvers: [
        new RunResolver({ reader, runs }),
        new CatalogueResolver({ plugins, prompts: new PromptReader(database) }),
      ],
      references: { Run: (ids, { request }) => reader.find(request, ids) },
      subscriptions: {
        runEvents: ({ runId, after }, { request, signal }) =>
          runs.events(request, String(runId), typeof after === 'string' ? after : null, signal),
      },
      provides: { runRecords, ledger, prompts: createPrompts(system) },
      erasers: [capabilitiesEraser],
      jobs: ({ runner }) => [runJob({ database, runLog, runRecords, runner })],
    };
  },
};
export default capabilities;
