import { AppError, type RequestContext, rightsOfGroups } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Keys, Outbox } from '#platform';
import { loadConfigOrExit } from '#platform/config';
import { migrate, startDatabaseServer } from '#platform/database';
import { principals } from '#platform/identity';
import { createKeys } from '#platform/keys';
import { createOutbox } from '#platform/outbox';
import { createLogger } from '#platform/telemetry';
import { type AccountServices, createAccountServices } from '../../subgraphs/accounts/index.js';
import { type Foundation, layFoundation } from '../foundation.js';
import { migrationSets } from '../modules.js';
import { badUsage } from './command.js';

/** What an operator works with: the database of this data folder, whether the system runs or not. */
export interface Office extends Foundation {
  readonly keys: Keys;
  readonly outbox: Outbox;
  readonly accounts: AccountServices;
}

const deadlineMs = 60_000;
const noTrace = '00-00000000000000000000000000000000-0000000000000000-00';

/** Opens the database, starting the embedded one unless it runs; what was started is stopped again. */
export async function inOffice<T>(work: (office: Office) => Promise<T>): Promise<T> {
  const config = loadConfigOrExit();
  // Standard output is for what the command prints.
  const log = createLogger({ logLevel: 'warn' }, { part: 'cli' }, process.stderr);
  const server = await startDatabaseServer(config);
  try {
    await migrate(server, migrationSets);
    const foundation = await layFoundation(config, server, log);
    try {
      const keys = createKeys(foundation.master);
      const outbox = createOutbox({ keys });
      const accounts = createAccountServices({ ...foundation, outbox, principals });
      return await work({ ...foundation, keys, outbox, accounts });
    } finally {
      await foundation.close();
    }
  } finally {
    await server.close();
  }
}

/** The tenant with this id or name; the only one, if none is named. */
export async function findTenant(office: Office, wanted: string | undefined): Promise<string> {
  const tenants = await office.accounts.tenants.listAll();
  const found =
    wanted === undefined ? tenants : tenants.filter(({ id, name }) => id === wanted || name === wanted);
  const [tenant, another] = found;
  if (tenant && !another) return tenant.id;
  if (wanted === undefined)
    throw badUsage(tenant ? 'Name the tenant with --tenant' : 'There is no tenant yet');
  if (another) throw badUsage(`Several tenants are called ${wanted}; give the id`);
  throw new AppError('NOT_FOUND', { thing: `The tenant ${wanted}` });
}

/** Who acts on the command line of this machine: an administrator of the tenant who may read all of its documents. */
export async function operatorOf(office: Office, tenant: string): Promise<RequestContext> {
  const groups = await office.database.tenant(tenant, (tx) =>
    tx.query<{ id: string }>('select id from accounts.groups'),
  );
  return {
    tenant,
    actor: 'system:operator',
    roles: ['admin'],
    scopes: ['*'],
    groups: groups.map(({ id }) => id),
    rights: rightsOfGroups(groups.map(({ id }) => id)),
    requestId: newId(),
    traceparent: noTrace,
    deadline: office.clock.now().getTime() + deadlineMs,
    generation: null,
  };
}

/** Works as the operator of the tenant that `--tenant` names. */
export function asOperator<T>(
  tenant: string | undefined,
  work: (office: Office, context: RequestContext) => Promise<T>,
): Promise<T> {
  return inOffice(async (office) => work(office, await operatorOf(office, await findTenant(office, tenant))));
}
