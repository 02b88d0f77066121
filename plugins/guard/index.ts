import { definePlugin, defineScreen, defineStep } from 'tributary/sdk';
import { policy } from './engine/policy.js';
import { openStream } from './engine/screen-stream.js';
import { screenInput, screenOutput } from './engine/screen-text.js';
import manifest from './plugin.json' with { type: 'json' };
import { screenCapability } from './screen-capability.js';

export default definePlugin(manifest, {
  capabilities: [screenCapability],
  steps: [defineStep({ step: 'screen', capability: screenCapability })],
  screens: [defineScreen({ id: 'guard', version: policy.version, screenInput, screenOutput, openStream })],
});
