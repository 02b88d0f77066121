import type { Logger } from '#platform';
import type { Database } from '#platform/database';
import { OperationUse } from './operation-use.js';
import type { OperationRegistry, RegisteredOperation } from './port.js';

export interface OperationRegistryParts {
  operations: readonly RegisteredOperation[];
  database: Pick<Database, 'shared'>;
  log: Logger;
}

/** Registered operations by hash and name, and the count of what is used. Close it to write the last counts. */
export function createOperationRegistry({
  operations,
  database,
  log,
}: OperationRegistryParts): OperationRegistry & { close(): Promise<void> } {
  const byHash = new Map(operations.map((operation) => [operation.hash, operation]));
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  const use = new OperationUse(database, log);
  return {
    byHash: (hash) => byHash.get(hash) ?? null,
    byName: (name) => byName.get(name) ?? null,
    all: () => operations,
    used: (operation) => use.add(operation),
    close: () => use.close(),
  };
}
