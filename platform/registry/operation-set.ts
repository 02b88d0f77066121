import type { RegisteredOperation } from './port.js';

/** Operations by hash and by name. Of two with one name the first is found by it. */
export class OperationSet {
  readonly all: readonly RegisteredOperation[];
  readonly #byHash = new Map<string, RegisteredOperation>();
  readonly #byName = new Map<string, RegisteredOperation>();

  constructor(operations: readonly RegisteredOperation[]) {
    for (const operation of operations) {
      if (!this.#byHash.has(operation.hash)) this.#byHash.set(operation.hash, operation);
      if (!this.#byName.has(operation.name)) this.#byName.set(operation.name, operation);
    }
    this.all = [...this.#byHash.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  byHash(hash: string): RegisteredOperation | null {
    return this.#byHash.get(hash) ?? null;
  }

  byName(name: string): RegisteredOperation | null {
    return this.#byName.get(name) ?? null;
  }
}
