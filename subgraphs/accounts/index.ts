import type { SubgraphModule } from '#platform';
import { AccountResolver, MeResolver } from './account.resolver.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeyResolver } from './api-key.resolver.js';
import { accountsEraser, deleteTenantJob } from './delete-tenant.job.js';
import { GroupEntity, MembershipEntity } from './group.entity.js';
import { GroupResolver } from './group.resolver.js';
import { MemberEntity } from './member.entity.js';
import { MemberResolver } from './member.resolver.js';
import { migrations } from './migrations/index.js';
import { PeopleService } from './people.service.js';
import { createAccountServices } from './services.js';
import { TenantEntity } from './tenant.entity.js';

export { type AccountServices, createAccountServices } from './services.js';

/** Tenants, members with roles, groups and API keys; keeps the projection of principals. */
const accounts: SubgraphModule = {
  name: 'accounts',
  entities: [TenantEntity, MemberEntity, GroupEntity, MembershipEntity, ApiKeyEntity],
  migrations,
  create({ database, system, outbox, principals, clock }) {
    const services = createAccountServices({ database, system, outbox, principals, clock });
    return {
      resolvers: [
        new AccountResolver(services.tenants),
        new MeResolver(services),
        new MemberResolver(services),
        new GroupResolver(services.groups),
        new ApiKeyResolver(services.keys),
      ],
      provides: { people: new PeopleService(database) },
      erasers: [accountsEraser],
      jobs: ({ erasers }) => [deleteTenantJob({ database, outbox, erasers })],
    };
  },
};
export default accounts;
