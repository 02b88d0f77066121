/*
 * What the parts of the platform and the subgraphs promise each other. Plain data goes in and out; the composition
 * root (`cli/start.ts`) binds each port to the one part that keeps it.
 */
export * from './ports/between-subgraphs.js';
export * from './ports/contributions.js';
export * from './ports/costs.js';
export * from './ports/database.js';
export * from './ports/embeddings.js';
export * from './ports/identity.js';
export * from './ports/module.js';
export * from './ports/operations.js';
export * from './ports/plugins.js';
export * from './ports/rules.js';
export * from './ports/runs.js';
export * from './ports/storage.js';
export * from './ports/subgraphs.js';
export * from './ports/traces.js';
export * from './ports/work.js';
export * from './ports/works.js';
export type { SearchIndex } from './search/index.js';
