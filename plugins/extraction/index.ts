import { definePlugin, defineStep } from 'tributary/sdk';
import { extractFieldsCapability } from './extract-fields.js';
import manifest from './plugin.json' with { type: 'json' };

export default definePlugin(manifest, {
  capabilities: [extractFieldsCapability],
  steps: [defineStep({ step: 'extract', capability: extractFieldsCapability })],
});
