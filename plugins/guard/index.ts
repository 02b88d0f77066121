import { answerOf, definePlugin, defineStep, defineSubgraph } from 'tributary/sdk';
import { checkCapability } from './check-capability.js';
import { checkTypes } from './check-types.js';
import { detection } from './detection-evaluator.js';
import manifest from './plugin.json' with { type: 'json' };
import { policyResolvers } from './policy-resolvers.js';
import { policyTypes } from './policy-types.js';
import type { Resolvers } from './schema.types.js';
import { screen } from './screen.js';
import { screenCapability } from './screen-capability.js';

export default definePlugin(manifest, {
  capabilities: [screenCapability, checkCapability],
  steps: [defineStep({ step: 'screen', capability: screenCapability })],
  screens: [screen],
  evaluators: [detection],
  subgraph: defineSubgraph<Resolvers>({
    typeDefs: `${checkTypes}${policyTypes}`,
    resolvers: {
      Query: policyResolvers.Query,
      Mutation: { screenText: answerOf(checkCapability, 'TextCheck'), ...policyResolvers.Mutation },
    },
  }),
});
