export { storeMigrations } from './migrations.js';
export { createStore, type PluginStore, storeEraser } from './store.js';
