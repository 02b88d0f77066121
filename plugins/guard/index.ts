import { answerOf, definePlugin, defineStep, defineSubgraph } from 'tributary/sdk';
import { checkCapability } from './check-capability.js';
import { checkTypes } from './check-types.js';
import manifest from './plugin.json' with { type: 'json' };
import { screen } from './screen.js';
import { screenCapability } from './screen-capability.js';

export default definePlugin(manifest, {
  capabilities: [screenCapability, checkCapability],
  steps: [defineStep({ step: 'screen', capability: screenCapability })],
  screens: [screen],
  subgraph: defineSubgraph({
    typeDefs: checkTypes,
    resolvers: { Mutation: { screenText: answerOf(checkCapability, 'TextCheck') } },
  }),
});
