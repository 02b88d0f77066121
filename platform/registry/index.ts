/** `#platform/registry`: the subgraphs that are served, the operations that are registered, and what is used. */
export { migrations } from './migrations.js';
export { readOperation, readOperationFiles } from './operation-files.js';
export type { OperationRegistry, RegisteredOperation } from './port.js';
export { createOperationRegistry, type OperationRegistryParts } from './registry.js';
export { createSubgraphRegistry, type ServedSubgraph, type SubgraphRegistry } from './subgraphs.js';
