import { definePlugin, defineSubgraph } from 'tributary/sdk';
import { advanceRun } from './engine/advance-run.js';
import { forgetRuns } from './engine/forget-runs.js';
import { wakeRun } from './engine/wake-run.js';
import manifest from './plugin.json' with { type: 'json' };
import { resolvers } from './resolvers/index.js';
import type { Resolvers } from './schema.types.js';
import { summarizeRun } from './summary/summarize-run.js';
import { beginRun } from './triggers/begin-run.js';
import { startOnSchedule } from './triggers/start-on-schedule.js';
import { sweep } from './triggers/sweep.js';
import { takeEvent } from './triggers/take-event.js';
import { typeDefs } from './type-defs/index.js';

export default definePlugin(manifest, {
  capabilities: [summarizeRun],
  jobs: [advanceRun, beginRun, forgetRuns, startOnSchedule, sweep, takeEvent, wakeRun],
  subgraph: defineSubgraph<Resolvers>({ typeDefs, resolvers }),
});
