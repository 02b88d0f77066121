import { definePlugin, defineStep } from 'tributary/sdk';
import { classifyCapability } from './classify-document.js';
import manifest from './plugin.json' with { type: 'json' };

export default definePlugin(manifest, {
  capabilities: [classifyCapability],
  steps: [defineStep({ step: 'classify', capability: classifyCapability })],
});
