/** `#platform/registry`: the subgraphs that are served, the operations that are registered, and what is used. */
export { operationsEraser } from './eraser.js';
export { migrations } from './migrations.js';
export {
  readOperation,
  readOperationFiles,
  readPluginOperations,
  readShippedOperations,
} from './operation-files.js';
export { createPersistedOperations, type PersistedOperationsParts } from './persisted-operations.js';
export type { OperationRegistry, OperationTool, OperationUsed, RegisteredOperation } from './port.js';
export {
  type OpenOperationRegistry,
  type OperationRegistryParts,
  openOperationRegistry,
} from './registry.js';
export { createSubgraphRegistry, type ServedSubgraph, type SubgraphRegistry } from './subgraphs.js';
