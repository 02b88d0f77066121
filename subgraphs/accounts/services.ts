import type { Clock, Database, Outbox, Principals, SystemDatabase } from '#platform';
import { ApiKeysService } from './api-keys.service.js';
import { GroupsService } from './groups.service.js';
import { MembersService } from './members.service.js';
import { PrincipalProjection } from './principal-projection.js';
import { TenantsService } from './tenants.service.js';

export interface AccountServices {
  tenants: TenantsService;
  members: MembersService;
  groups: GroupsService;
  keys: ApiKeysService;
}

/** The services of accounts, for the graph and for the command line. */
export function createAccountServices(parts: {
  database: Database;
  system: SystemDatabase;
  outbox: Outbox;
  principals: Principals;
  clock: Clock;
}): AccountServices {
  const { database, system, outbox, clock } = parts;
  const projection = new PrincipalProjection(parts.principals);
  const members = new MembersService({ database, outbox, projection, clock });
  const groups = new GroupsService({ database, outbox, projection, clock });
  const keys = new ApiKeysService({ database, outbox, projection, clock });
  return {
    members,
    groups,
    keys,
    tenants: new TenantsService({ database, system, outbox, members, keys, clock }),
  };
}
