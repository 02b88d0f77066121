export type { OperationRegistry, RegisteredOperation } from './port.js';
