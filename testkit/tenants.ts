import { join } from 'node:path';
import { openDatabase, startEmbedded } from '#platform/database';
import { principals } from '#platform/identity';
import { createKeys, MasterKey } from '#platform/keys';
import { createOutbox } from '#platform/outbox';
import { openSystemDatabase } from '#platform/system';
import { entities } from '../cli/modules.js';
import { createAccountServices } from '../subgraphs/accounts/index.js';
import { Caller } from './caller.js';
import type { TestSystem } from './system.js';

/** A tenant of a running system, seen by its first administrator. */
export interface TestTenant {
  readonly id: string;
  readonly admin: Caller;
}

/** Makes tenants in the embedded database of a running system, as `tributary tenants create` does. */
export async function makeTenants(system: TestSystem, names: readonly string[]): Promise<TestTenant[]> {
  const server = await startEmbedded(join(system.dataDir, 'postgres'));
  const database = await openDatabase(server, entities);
  try {
    const master = await MasterKey.open({
      keys: { masterKeyFile: join(system.dataDir, 'master.key'), internalSecret: null },
    });
    const { tenants } = createAccountServices({
      database,
      system: openSystemDatabase(database),
      outbox: createOutbox({ keys: createKeys(master) }),
      principals,
      clock: { now: () => new Date() },
    });
    const made = names.map(async (name) => {
      const { tenantId, key } = await tenants.createTenant(name, `admin@${name}.example`);
      return { id: tenantId, admin: new Caller(system.url, key) };
    });
    return await Promise.all(made);
  } finally {
    await database.close();
    await server.close();
  }
}
