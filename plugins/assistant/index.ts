import { definePlugin, defineSubgraph } from 'tributary/sdk';
import { forgetMember } from './conversations/forget-member.js';
import { tell } from './conversations/tell.js';
import { pursue } from './engine/pursue.js';
import { reply } from './engine/reply.js';
import manifest from './plugin.json' with { type: 'json' };
import { resolvers } from './resolvers/index.js';
import type { Resolvers } from './schema.types.js';
import { turnQuality } from './turn-evaluator.js';
import { typeDefs } from './type-defs/index.js';

export default definePlugin(manifest, {
  capabilities: [reply, pursue],
  jobs: [forgetMember, tell],
  evaluators: [turnQuality],
  subgraph: defineSubgraph<Resolvers>({ typeDefs, resolvers }),
});
