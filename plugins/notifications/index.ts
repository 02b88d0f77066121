import { definePlugin, defineSubgraph } from 'tributary/sdk';
import { releaseHeld } from './letters/release-held.js';
import { sendLetters } from './letters/send-letters.js';
import { broadcast } from './messages/broadcast.js';
import { send } from './messages/send-service.js';
import { spreadMessage } from './messages/spread-message.js';
import manifest from './plugin.json' with { type: 'json' };
import { resolvers } from './resolvers/index.js';
import type { Resolvers } from './schema.types.js';
import { typeDefs } from './type-defs/index.js';
import { upkeep } from './upkeep/upkeep.js';
import { deliverWebhook } from './webhooks/deliver-webhook.js';
import { tellEvent } from './webhooks/tell-event.js';
import { tellSwitchedOff } from './webhooks/tell-switched-off.js';

export default definePlugin(manifest, {
  jobs: [deliverWebhook, releaseHeld, sendLetters, spreadMessage, tellEvent, tellSwitchedOff, upkeep],
  provides: [send],
  works: [broadcast],
  subgraph: defineSubgraph<Resolvers>({ typeDefs, resolvers }),
});
