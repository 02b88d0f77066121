export { storeMigrations } from './migrations.js';
export { createPluginBlobs, type PluginBlobs, pluginBlobsEraser } from './plugin-blobs.js';
export { createStore, type PluginStore, storeEraser } from './store.js';
