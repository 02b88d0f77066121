import { definePlugin, defineSubgraph } from 'tributary/sdk';
import { keepCorrection } from './datasets/keep-correction.js';
import { keepReview } from './datasets/keep-review.js';
import { evaluators } from './evaluators/index.js';
import { judge } from './evaluators/judge.js';
import { experimentWork } from './experiments/conduct-experiment.js';
import { runExperiment } from './experiments/run-experiment.js';
import { checkClaims } from './grounding/index.js';
import manifest from './plugin.json' with { type: 'json' };
import { sampleRuns } from './quality/sample-runs.js';
import { resolvers } from './resolvers/index.js';
import type { Resolvers } from './schema.types.js';
import { typeDefs } from './type-defs/index.js';

export default definePlugin(manifest, {
  capabilities: [checkClaims, judge],
  works: [experimentWork],
  jobs: [keepCorrection, keepReview, runExperiment, sampleRuns],
  evaluators,
  subgraph: defineSubgraph<Resolvers>({ typeDefs, resolvers }),
});
