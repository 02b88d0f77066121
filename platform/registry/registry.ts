import { AppError } from 'tributary/sdk';
import type { Logger } from '#platform';
import type { Database } from '#platform/database';
import { operationsChannel } from './migrations.js';
import { OperationSet } from './operation-set.js';
import { OperationUse } from './operation-use.js';
import type { OperationRegistry, RegisteredOperation } from './port.js';
import { TenantOperations } from './tenant-operations.js';

export interface OperationRegistryParts {
  /** Those of the system that come from files. */
  operations: readonly RegisteredOperation[];
  database: Pick<Database, 'shared' | 'tenant' | 'listen'>;
  log: Logger;
}

/** The registry of one process. */
export interface OpenOperationRegistry extends OperationRegistry {
  /**
   * The operations that come with the enabled version of a plugin, in place of those of another version; none when it
   * is disabled.
   * @throws AppError `CONFLICT` when a name is taken: ask `conflicts` first.
   */
  setPluginOperations(plugin: string, operations: readonly RegisteredOperation[]): void;
  /** Names of these operations that the system or another plugin has given to another document. */
  conflicts(plugin: string, operations: readonly RegisteredOperation[]): string[];
  /** What a tenant has registered has changed, in this process: others hear of it by NOTIFY. */
  changed(tenant: string | null): void;
  /** Writes the last counts. */
  close(): Promise<void>;
}

/** Registered operations by hash and name, and the count of what is used. */
export async function openOperationRegistry({
  operations,
  database,
  log,
}: OperationRegistryParts): Promise<OpenOperationRegistry> {
  const use = new OperationUse(database, log);
  const own = new TenantOperations(database);
  const ofPlugins = new Map<string, readonly RegisteredOperation[]>();
  const listeners = new Set<(tenant: string | null) => void>();
  let shared = new OperationSet(operations);
  const changed = (tenant: string | null) => {
    own.forget(tenant);
    for (const listener of listeners) listener(tenant);
  };
  const conflicts = (plugin: string, given: readonly RegisteredOperation[]) => {
    const others = [...ofPlugins].flatMap(([id, list]) => (id === plugin ? [] : list));
    const taken = new OperationSet([...operations, ...others]);
    return given
      .filter(({ name, hash }) => (taken.byName(name)?.hash ?? hash) !== hash)
      .map(({ name }) => name);
  };
  const unlisten = await database.listen(operationsChannel, (tenant) => changed(tenant || null));
  return {
    async byHash(tenant, hash) {
      const known = shared.byHash(hash) ?? (await own.of(tenant)).byHash(hash);
      return known ?? (await own.afterMiss(tenant)).byHash(hash);
    },
    async byName(tenant, name) {
      return shared.byName(name) ?? (await own.of(tenant)).byName(name);
    },
    async all(tenant) {
      return new OperationSet([...shared.all, ...(await own.of(tenant)).all]).all;
    },
    shared: () => shared.all,
    used: (operation) => use.add(operation),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    conflicts,
    setPluginOperations(plugin, given) {
      const [name] = conflicts(plugin, given);
      if (name !== undefined) {
        throw new AppError('CONFLICT', {
          reason: `The operation ${name} of ${plugin} is registered already`,
        });
      }
      ofPlugins.set(
        plugin,
        given.map((operation) => ({ ...operation, plugin })),
      );
      shared = new OperationSet([...operations, ...[...ofPlugins.values()].flat()]);
      changed(null);
    },
    changed,
    async close() {
      await unlisten();
      await use.close();
    },
  };
}
