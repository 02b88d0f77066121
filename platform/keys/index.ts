export { keysEraser } from './eraser.js';
export { createKeys } from './keys.js';
export { internalSecret, MasterKey } from './master-key.js';
export { migrations } from './migrations.js';
export { createPluginIdentity, type PluginIdentity, type PublicKeys } from './plugin-identity.js';
