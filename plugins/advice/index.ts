import { definePlugin, defineStep, defineSubgraph } from 'tributary/sdk';
import { explain } from './explain.js';
import { examineAgain } from './findings/examine-again.js';
import { forgetDocument } from './interests/forget-document.js';
import { learnInterestsJob, learnInterestsWork } from './interests/learn-interests.js';
import { learnVoice } from './interests/learn-voice.js';
import { matchInvoice } from './match-invoice.js';
import { matchItems } from './match-items.js';
import manifest from './plugin.json' with { type: 'json' };
import { recommend } from './recommend.js';
import { regenerate } from './regenerate.js';
import { relate } from './relate.js';
import { resolvers } from './resolvers/index.js';
import type { Resolvers } from './schema.types.js';
import { typeDefs } from './type-defs/index.js';

export default definePlugin(manifest, {
  capabilities: [relate, recommend, explain, matchItems, matchInvoice],
  jobs: [examineAgain, forgetDocument, learnVoice, learnInterestsJob],
  works: [regenerate, learnInterestsWork],
  steps: [
    defineStep({ step: 'relate', capability: relate }),
    defineStep({ step: 'recommend', capability: recommend }),
  ],
  subgraph: defineSubgraph<Resolvers>({ typeDefs, resolvers }),
});
