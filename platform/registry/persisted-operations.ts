import { isDeepStrictEqual } from 'node:util';
import { AppError, type RequestContext } from 'tributary/sdk';
import type { Operations, Outbox, PersistedOperation, PersistedOperations, Transaction } from '#platform';
import { authorize } from '#platform/access';
import type { Database } from '#platform/database';
import { operationsChannel } from './migrations.js';
import { parseOperation } from './operation-document.js';
import type { RegisteredOperation } from './port.js';
import type { OpenOperationRegistry } from './registry.js';

export interface PersistedOperationsParts {
  database: Pick<Database, 'tenant'>;
  outbox: Pick<Outbox, 'audit'>;
  registry: Pick<OpenOperationRegistry, 'shared' | 'changed'>;
  operations: Pick<Operations, 'check'>;
}

/** What one tenant may register. */
const mostOperations = 1000;
const longestKey = 200;

const columns = `name, hash, document, tool, 'MUTATION' as source, registered_by as "registeredBy",
  registered_at as "registeredAt"`;
type Row = Omit<PersistedOperation, 'uses' | 'lastUsedOn'>;

/** Registers, lists and removes the operations of a tenant; every process hears of it by NOTIFY. */
export function createPersistedOperations(parts: PersistedOperationsParts): PersistedOperations {
  const { database, registry } = parts;
  return {
    async list(context) {
      authorize(context, 'operations:manage');
      return database.tenant(context.tenant, async (tx) => {
        const own = await tx.query<Row>(`select ${columns} from platform.operations`);
        return withUse(tx, [...registry.shared().map(ofSystem), ...own]);
      });
    },

    async register(context, document, idempotencyKey) {
      authorize(context, 'operations:manage');
      if ((idempotencyKey?.length ?? 0) > longestKey)
        throw new AppError('BAD_USER_INPUT', {
          reason: `idempotencyKey is longer than ${longestKey} characters`,
        });
      const operation = parseOperation(document, 'MUTATION');
      const shared = registered(registry.shared(), operation);
      if (shared) return database.tenant(context.tenant, (tx) => single(tx, ofSystem(shared)));
      const problem = await parts.operations.check(context, operation.document);
      if (problem) throw new AppError('BAD_USER_INPUT', { reason: `${problem.code}: ${problem.message}` });
      const made = await database.tenant(context.tenant, (tx) =>
        insert(parts, tx, context, operation, idempotencyKey),
      );
      registry.changed(context.tenant);
      return made;
    },

    async remove(context, hash) {
      authorize(context, 'operations:manage');
      const shared = registry.shared().find((operation) => operation.hash === hash);
      if (shared) throw ofFile(shared);
      const removed = await database.tenant(context.tenant, async (tx) => {
        const [row] = await tx.query<Row>(
          `delete from platform.operations where hash = $1 returning ${columns}`,
          [hash],
        );
        if (!row) throw new AppError('NOT_FOUND', { thing: `The operation ${hash}` });
        await record(parts, tx, context, 'operations.remove', row);
        return single(tx, row);
      });
      registry.changed(context.tenant);
      return removed;
    },
  };
}

/** The operation of the system that this is; its name alone is refused, for a name means one thing. */
function registered(
  shared: readonly RegisteredOperation[],
  { name, hash, tool }: RegisteredOperation,
): RegisteredOperation | null {
  const known = shared.find((operation) => operation.hash === hash || operation.name === name);
  if (!known) return null;
  if (known.hash === hash && (tool === null || isDeepStrictEqual(known.tool, tool))) return known;
  throw ofFile(known);
}

async function insert(
  parts: PersistedOperationsParts,
  tx: Transaction,
  context: RequestContext,
  operation: RegisteredOperation,
  key: string | null,
): Promise<PersistedOperation> {
  const { name, hash, document, tool } = operation;
  // One registration of a tenant at a time: what is found here still holds when the row is written.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('operations ' || $1, 0))`, [context.tenant]);
  const known = await tx.query<Row & { key: string | null }>(
    `select ${columns}, idempotency_key as key from platform.operations
     where hash = $1 or name = $2 or idempotency_key = $3`,
    [hash, name, key],
  );
  const same = known.find((row) => row.hash === hash);
  if (key !== null && known.some((row) => row.key === key && row.hash !== hash))
    throw new AppError('CONFLICT', { reason: 'Another document was registered with this idempotencyKey' });
  if (!same && known.some((row) => row.name === name))
    throw new AppError('CONFLICT', { reason: `The name ${name} is registered for another document` });
  if (same && isDeepStrictEqual(same.tool, tool)) return single(tx, same);
  if (!same) await checkCount(tx);
  const [row] = await tx.query<Row>(
    `insert into platform.operations (tenant_id, hash, name, document, tool, idempotency_key, registered_by)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, hash) do update set tool = excluded.tool
     returning ${columns}`,
    [context.tenant, hash, name, document, tool === null ? null : JSON.stringify(tool), key, context.actor],
  );
  if (!row) throw new AppError('INTERNAL', { reason: 'an operation was not written' });
  await record(parts, tx, context, 'operations.register', row);
  return single(tx, row);
}

async function checkCount(tx: Transaction): Promise<void> {
  const [row] = await tx.query<{ count: number }>('select count(*)::int as count from platform.operations');
  if ((row?.count ?? 0) < mostOperations) return;
  throw new AppError('CONFLICT', { reason: `A tenant may register ${mostOperations} operations` });
}

/** The change stands in the audit record, and every process hears of it when it is committed. */
async function record(
  { outbox }: PersistedOperationsParts,
  tx: Transaction,
  context: RequestContext,
  action: string,
  { name, hash, tool }: Row,
): Promise<void> {
  const subjects = [{ type: 'Operation', id: hash }];
  await outbox.audit(tx, context, { kind: 'mutation', action, subjects, body: { name, tool } });
  await tx.query('select pg_notify($1, $2)', [operationsChannel, context.tenant]);
}

async function single(tx: Transaction, row: Row): Promise<PersistedOperation> {
  const [operation] = await withUse(tx, [row]);
  if (!operation) throw new AppError('INTERNAL', { reason: 'an operation was lost' });
  return operation;
}

/** By name; of one name the system's first. */
async function withUse(tx: Transaction, rows: readonly Row[]): Promise<PersistedOperation[]> {
  const calls = await tx.query<{ hash: string; uses: number; lastUsedOn: string }>(
    `select hash, coalesce(sum(uses) filter (where day > current_date - 7), 0)::int as uses,
       max(day)::text as "lastUsedOn"
     from platform.operation_calls where hash = any($1) group by hash`,
    [rows.map(({ hash }) => hash)],
  );
  const byHash = new Map(calls.map((call) => [call.hash, call]));
  return rows
    .map(({ name, hash, document, tool, source, registeredBy, registeredAt }) => {
      const { uses = 0, lastUsedOn = null } = byHash.get(hash) ?? {};
      return { name, hash, document, tool, source, registeredBy, registeredAt, uses, lastUsedOn };
    })
    .sort((a, b) => (a.name === b.name ? (a.hash < b.hash ? -1 : 1) : a.name < b.name ? -1 : 1));
}

function ofSystem(operation: RegisteredOperation): Row {
  return { ...operation, registeredBy: null, registeredAt: null };
}

function ofFile({ name }: RegisteredOperation): AppError {
  return new AppError('CONFLICT', {
    reason: `The operation ${name} belongs to the system: it comes from a file, or with a plugin`,
  });
}
