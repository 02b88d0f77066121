import type { SubgraphModule } from '#platform';
import { BudgetResolver } from './budget.resolver.js';
import { BudgetBook } from './budget-book.service.js';
import { CatalogueResolver } from './catalogue.resolver.js';
import { capabilitiesEraser } from './eraser.js';
import { createLedger } from './ledger.service.js';
import { lostHolds } from './lost-holds.schedule.js';
import { capabilities0001 } from './migrations/0001-capabilities.js';
import { capabilities0002 } from './migrations/0002-plugin-settings.js';
import { capabilities0003 } from './migrations/0003-plugin-budgets.js';
import { capabilities0004 } from './migrations/0004-costs.js';
import { capabilities0005 } from './migrations/0005-prompt-releases.js';
import { capabilities0006 } from './migrations/0006-run-traces.js';
import { capabilities0007 } from './migrations/0007-run-versions.js';
import { capabilities0008 } from './migrations/0008-old-runs.js';
import { capabilities0009 } from './migrations/0009-trials.js';
import { capabilities0010 } from './migrations/0010-works.js';
import { capabilities0011 } from './migrations/0011-run-deadlines.js';
import { ModelCallReader } from './model-call-reader.service.js';
import { OperationResolver } from './operation.resolver.js';
import { PluginResolver } from './plugin.resolver.js';
import { PluginSettingsService } from './plugin-settings.service.js';
import { PriceResolver } from './price.resolver.js';
import { PriceBook } from './price-book.service.js';
import { createPrices } from './prices.service.js';
import { PromptResolver, PromptVersionResolver } from './prompt.resolver.js';
import { PromptChanges } from './prompt-changes.service.js';
import { PromptReader } from './prompt-reader.service.js';
import { PromptUsageReader } from './prompt-usage.service.js';
import { createPrompts, SharedPromptLabels } from './prompts.service.js';
import { runJob } from './run.job.js';
import { RunResolver } from './run.resolver.js';
import { RunCostResolver } from './run-cost.resolver.js';
import { runDeadlineJob } from './run-deadline.job.js';
import { RunEstimateResolver } from './run-estimate.resolver.js';
import { RunReader } from './run-reader.service.js';
import { createRunReading } from './run-reading.service.js';
import { runRecords } from './run-records.service.js';
import { semanticAnswers } from './semantic-answers.service.js';
import { RunSpanResolver, RunTraceResolver } from './trace.resolver.js';
import { TraceReader } from './trace-reader.service.js';
import { traceRetention } from './trace-retention.schedule.js';
import { createTraces } from './traces.service.js';
import { UsageResolver } from './usage.resolver.js';
import { UsageReader } from './usage-reader.service.js';
import { ConductedWorks } from './work/conducted-works.service.js';
import { lostWorks } from './work/lost-works.schedule.js';
import { takeTurnJob } from './work/take-turn.job.js';
import { WorkResolver } from './work/work.resolver.js';
import { workView } from './work/work.type.js';
import { WorkBook } from './work/work-book.service.js';
import { WorkReader } from './work/work-reader.service.js';
import { workRetention } from './work/work-retention.schedule.js';
import { workStream } from './work/work-stream.service.js';

/** Runs of capabilities, what can be run, the prompts it is run with, and what it may cost. */
const capabilities: SubgraphModule = {
  name: 'capabilities',
  entities: [],
  migrations: [
    capabilities0001,
    capabilities0002,
    capabilities0003,
    capabilities0004,
    capabilities0005,
    capabilities0006,
    capabilities0007,
    capabilities0008,
    capabilities0009,
    capabilities0010,
    capabilities0011,
  ],
  create({
    config,
    database,
    system,
    keys,
    outbox,
    live,
    works,
    plugins,
    pluginChanges,
    access,
    persistedOperations,
    runs,
    runLog,
    metrics,
  }) {
    const reader = new RunReader(database);
    const ledger = createLedger({ outbox, metrics });
    const traceReader = new TraceReader({ database, access, keys });
    const pluginSettings = new PluginSettingsService({ database, keys, outbox, plugins });
    const { operators } = config.plugins;
    const book = new WorkBook({ database, outbox, works });
    const conducted = new ConductedWorks({ database, outbox, live, works });
    const workReader = new WorkReader(database);
    const sharedPrompts = new SharedPromptLabels({ system, outbox, operators });
    return {
      resolvers: [
        new RunResolver({ reader, runs }),
        new RunEstimateResolver(runs),
        new RunCostResolver(new ModelCallReader(database)),
        new WorkResolver({ book, reader: workReader, kinds: () => works }),
        new PriceResolver(new PriceBook({ database, system, outbox, operators })),
        new BudgetResolver(new BudgetBook({ database, outbox })),
        new UsageResolver(new UsageReader(database)),
        new RunTraceResolver(traceReader),
        new RunSpanResolver(traceReader),
        new OperationResolver(persistedOperations),
        new PluginResolver({ changes: pluginChanges, settings: pluginSettings }),
        new CatalogueResolver(plugins),
        new PromptResolver({
          reader: new PromptReader(database),
          changes: new PromptChanges({ database, outbox, shared: sharedPrompts }),
        }),
        new PromptVersionResolver(new PromptUsageReader(database)),
      ],
      references: {
        Run: (ids, { request }) => reader.find(request, ids),
        Work: async (ids, { request }) =>
          (await workReader.find(request, ids)).map((row) => row && workView(row)),
      },
      subscriptions: {
        workChanged: (args, context) => workStream({ live, reader: workReader }, args, context),
        runEvents: ({ runId, after }, { request, signal }) =>
          runs.events(request, String(runId), typeof after === 'string' ? after : null, signal),
      },
      provides: {
        runRecords,
        works: {
          start: (...asked) => book.start(...asked),
          find: (...asked) => workReader.summaries(...asked),
          cancel: (...asked) => book.cancel(...asked),
          report: (...asked) => conducted.report(...asked),
        },
        runReading: createRunReading(database),
        semanticAnswers,
        traces: createTraces(keys),
        ledger,
        prices: createPrices({ database }),
        prompts: createPrompts(system),
        pluginSettings,
      },
      erasers: [capabilitiesEraser],
      schedules: [
        lostHolds({ database, system, ledger }),
        traceRetention({ system, days: config.traces.retentionDays }),
        workRetention({ system }),
        lostWorks({ database, system, book }),
      ],
      jobs: ({ runner }) => [
        runJob({ database, runLog, runRecords, runner, ledger }),
        runDeadlineJob(runs),
        takeTurnJob({ database, live, outbox, works, book }),
      ],
    };
  },
};
export default capabilities;

export { readLiteLlmPrices } from './litellm-prices.js';
export { PriceBook } from './price-book.service.js';
export { priceEntry } from './price-entry.js';
