import { AppError, type RequestContext, rightsOfGroups } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Clock, Database, Outbox, SystemDatabase, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { hashApiKey, newApiKey } from '#platform/identity';
import { ApiKeyEntity } from './api-key.entity.js';
import type { ApiKeysService } from './api-keys.service.js';
import { trimmed } from './input.js';
import type { MembersService } from './members.service.js';
import { TenantEntity, type TenantRow } from './tenant.entity.js';

/** The tenant of the development token; the same in every data folder. */
export const developmentTenant = '00000000-0000-7000-8000-000000000001';

const noTrace = '00-00000000000000000000000000000000-0000000000000000-00';
const openingTimeoutMs = 15_000;

/** Makes and ends tenants. */
export class TenantsService {
  constructor(
    private readonly parts: {
      database: Database;
      system: SystemDatabase;
      outbox: Outbox;
      members: MembersService;
      keys: ApiKeysService;
      clock: Clock;
    },
  ) {}

  async get(context: RequestContext): Promise<TenantRow | null> {
    return this.parts.database.tenant(context.tenant, (tx) =>
      tx.em.findOne(TenantEntity, { id: context.tenant }),
    );
  }

  /** All tenants by name, for the operator's command line. */
  async listAll(): Promise<{ id: string; name: string; state: string; createdAt: Date }[]> {
    return this.parts.system.across((tx) =>
      tx.query(
        `select tenant_id as id, name, state, created_at as "createdAt" from accounts.tenants order by name, tenant_id`,
      ),
    );
  }

  /** Makes a tenant with an admin and that person's first key, which is shown this once. */
  async createTenant(
    name: string,
    adminEmail: string,
  ): Promise<{ tenantId: string; memberId: string; key: string }> {
    const key = newApiKey();
    const context = this.#operator(newId());
    const memberId = await this.parts.database.tenant(context.tenant, (tx) =>
      this.#open(tx, context, { name, adminEmail, key }),
    );
    return { tenantId: context.tenant, memberId, key };
  }

  /** Makes the tenant `development` with an admin whose key is the development token, unless it is there. */
  async ensureDevelopmentTenant(token: string): Promise<{ tenantId: string }> {
    const context = this.#operator(developmentTenant);
    const keyHash = hashApiKey(token);
    await this.parts.database.tenant(developmentTenant, async (tx) => {
      // Several processes of one data folder may start at once.
      await tx.query('select pg_advisory_xact_lock(7246100)');
      if (await tx.em.findOne(ApiKeyEntity, { keyHash })) return;
      const [admin] = await tx.query<{ id: string }>(`select id from accounts.members where email = $1`, [
        developmentEmail,
      ]);
      if (!admin) {
        await this.#open(tx, context, { name: 'development', adminEmail: developmentEmail, key: token });
      } else {
        await this.parts.keys.insert(tx, context, keyOf(admin.id, 'development token'), token);
      }
    });
    return { tenantId: developmentTenant };
  }

  /**
   * Begins to delete everything of the caller's tenant: from now on nobody can sign in to it, and a job erases each
   * store. Errors: `CONFLICT` when the name is not repeated as it is.
   */
  async requestDeletion(context: RequestContext, confirmName: string): Promise<string> {
    authorize(context, 'accounts:manage');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const tenant = await tx.em.findOne(TenantEntity, { id: context.tenant });
      if (!tenant) throw new AppError('NOT_FOUND', { thing: 'the tenant' });
      if (tenant.name !== confirmName) {
        throw new AppError('CONFLICT', { reason: 'confirmName is not the name of the tenant' });
      }
      tenant.state = 'DELETING';
      await tx.query('delete from platform.principals');
      await this.parts.outbox.audit(tx, context, {
        kind: 'mutation',
        action: 'accounts.deleteTenant',
        subjects: [{ type: 'Tenant', id: context.tenant }],
        body: {},
      });
      await this.parts.outbox.event(tx, context, 'tenant.deleted', {});
      const request = { name: 'accounts.delete-tenant', payload: {}, key: 'delete-tenant' };
      await this.parts.outbox.job(tx, this.#operator(context.tenant), request);
      return context.tenant;
    });
  }

  async #open(
    tx: Transaction,
    context: RequestContext,
    { name, adminEmail, key }: { name: string; adminEmail: string; key: string },
  ): Promise<string> {
    tx.em.create(TenantEntity, {
      id: context.tenant,
      name: trimmed('name', name),
      state: 'ACTIVE',
      createdAt: this.parts.clock.now(),
    });
    await tx.em.flush();
    await this.parts.outbox.audit(tx, context, {
      kind: 'mutation',
      action: 'accounts.createTenant',
      subjects: [{ type: 'Tenant', id: context.tenant }],
      body: {},
      content: { name },
    });
    const admin = { email: adminEmail, name: null, roles: ['admin'] as const, subject: null };
    const member = await this.parts.members.insert(tx, context, admin);
    await this.parts.keys.insert(tx, context, keyOf(member.id, 'first key'), key);
    return member.id;
  }

  /** Who acts before a tenant has anybody, and when it has nobody any more. */
  #operator(tenant: string): RequestContext {
    return {
      tenant,
      actor: 'system:accounts',
      roles: ['admin'],
      scopes: ['*'],
      groups: [],
      rights: rightsOfGroups([]),
      requestId: newId(),
      traceparent: noTrace,
      deadline: this.parts.clock.now().getTime() + openingTimeoutMs,
      generation: null,
    };
  }
}

const developmentEmail = 'admin@development.invalid';

function keyOf(memberId: string, name: string) {
  return { name, memberId, roles: null, groups: null, scopes: null, expiresAt: null };
}
