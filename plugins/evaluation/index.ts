import { definePlugin } from 'tributary/sdk';
import manifest from './plugin.json' with { type: 'json' };

export default definePlugin(manifest, {});
