/** `#platform/operations`: executes a registered operation as an actor, in this process or through `GATEWAY_URL`. */
export { type BindableOperations, createOperations, type OperationsParts } from './operations.js';
