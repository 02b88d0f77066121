import { type Filter, filtersOf } from '../filters.js';
import type { GeneratedNames } from '../generated-names.js';
import type { Model } from '../model.js';

/** `<entity>.service.ts`: the work. */
export function serviceFile(model: Model, names: GeneratedNames): string {
  const { subgraph, entity, single, file, noun } = names;
  const unique = model.fields.some((field) => field.unique);
  const hasMoney = model.fields.some(({ value }) => value.kind === 'money');
  const flush = unique ? `await onDuplicate(tx.em.flush());` : `await tx.em.flush();`;
  return `import { AppError, type EventPayload, type RequestContext } from 'tributary/sdk';
import { v7 as newId, validate } from 'uuid';
import type { Access, Clock, Database, Outbox, Transaction } from '#platform';
import { authorize, readableClause } from '#platform/access';
import { decodeIdCursor, type PageArguments, pageSize, parseInput } from '#platform/graph';
import { takeKey } from './idempotency.js';
import { accessOf, ownGroups } from './${file}.access.js';
import { ${entity}Entity, type ${entity}Row } from './${file}.entity.js';
import type { Create${entity}Input } from './create-${file}.input.js';
import type { Delete${entity}Input } from './delete-${file}.input.js';
import type { ${entity}Filter } from './${file}.filter.js';
import type { Update${entity}Input } from './update-${file}.input.js';
import { ${single}ChangesShape, ${single}FilterShape, ${single}Shape } from './${file}.shape.js';
${hasMoney ? `import { changedColumns, columnsOf } from './${file}.view.js';\n` : ''}
/** What is made of ${names.nouns}, and who may. */
export class ${entity}Service {
  constructor(
    private readonly parts: { database: Database; access: Access; outbox: Outbox; clock: Clock },
  ) {}

${listMethod(model, names)}

  /** In the order of the ids; null for what does not exist or may not be read. */
  async readMany(context: RequestContext, ids: readonly string[]): Promise<(${entity}Row | null)[]> {
    authorize(context, '${subgraph}:read');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const known = ids.filter((id) => validate(id));
      const readable = await this.parts.access.readable(tx, context, '${entity}', known);
      const rows = await inOrder(tx, [...readable]);
      return ids.map((id) => rows.find((row) => row.id === id.toLowerCase()) ?? null);
    });
  }

  /** Errors: \`BAD_USER_INPUT\`, \`CONFLICT\`. */
  async create(context: RequestContext, input: Create${entity}Input): Promise<${entity}Row> {
    authorize(context, '${subgraph}:write');
    const { groups, idempotencyKey, ...values } = input;
    const checked = parseInput(${single}Shape, values);
    const access = accessOf(ownGroups(context, groups ?? []));
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const id = newId();
      const keyed = { key: idempotencyKey, change: 'create', input, subjectId: id };
      const former = await takeKey(tx, context, keyed);
      if (former !== null) return this.#existing(tx, context, former);
      const now = this.parts.clock.now();
      const row: ${entity}Row = tx.em.create(${entity}Entity, {
        ...${hasMoney ? 'columnsOf(checked)' : 'checked'},
        id,
        tenantId: context.tenant,
        access,
        version: 1,
        createdBy: context.actor,
        createdAt: now,
        updatedAt: now,
      });
      ${flush}
      await this.parts.access.set(tx, { type: '${entity}', id }, access);
      await this.#tell(tx, context, row, 'create', values);
      await this.parts.outbox.event(tx, context, '${single}.created', { ${single}Id: id });
      return row;
    });
  }

  /** Errors: \`BAD_USER_INPUT\`, \`NOT_FOUND\`, \`CONFLICT\` when it has changed since it was read. */
  async update(context: RequestContext, input: Update${entity}Input): Promise<${entity}Row> {
    authorize(context, '${subgraph}:write');
    const { ${single}Id: id, version, groups, idempotencyKey, ...values } = input;
    const changes = given(parseInput(${single}ChangesShape, given(values)));
    const access = groups ? accessOf(ownGroups(context, groups)) : null;
    const fields = [...Object.keys(changes), ...(access ? ['groups'] : [])];
    if (fields.length === 0) throw new AppError('BAD_USER_INPUT', { reason: 'input names nothing to change' });
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const row = await this.#existing(tx, context, id);
      const keyed = { key: idempotencyKey, change: 'update', input, subjectId: row.id };
      if ((await takeKey(tx, context, keyed)) !== null) return row;
      refuseStale(row, version);
      Object.assign(row, ${hasMoney ? 'changedColumns(changes)' : 'changes'}, { version: row.version + 1, updatedAt: this.parts.clock.now() });
      if (access) {
        row.access = access;
        await this.parts.access.set(tx, { type: '${entity}', id: row.id }, access);
      }
      ${flush}
      await this.#tell(tx, context, row, 'update', given(values));
      const payload: EventPayload<'${single}.updated'> = { ${single}Id: row.id, version: row.version, fields };
      await this.parts.outbox.event(tx, context, '${single}.updated', payload);
      return row;
    });
  }

  /** Gives the id. Errors: \`NOT_FOUND\`, \`CONFLICT\` when it has changed since it was read. */
  async delete(context: RequestContext, input: Delete${entity}Input): Promise<string> {
    authorize(context, '${subgraph}:delete');
    const { ${single}Id: wanted, version, idempotencyKey } = input;
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const id = validate(wanted) ? wanted.toLowerCase() : wanted;
      const keyed = { key: idempotencyKey, change: 'delete', input, subjectId: id };
      if (validate(id) && (await takeKey(tx, context, keyed)) !== null) return id;
      const row = await this.#existing(tx, context, id);
      refuseStale(row, version);
      tx.em.remove(row);
      await tx.em.flush();
      await this.parts.access.set(tx, { type: '${entity}', id }, []);
      await this.#tell(tx, context, row, 'delete', null);
      await this.parts.outbox.event(tx, context, '${single}.deleted', { ${single}Id: id });
      return id;
    });
  }

  /** A ${noun} that the caller may read, locked: of two changes one comes second. */
  async #existing(tx: Transaction, context: RequestContext, id: string): Promise<${entity}Row> {
    const readable = validate(id) ? await this.parts.access.readable(tx, context, '${entity}', [id]) : new Set();
    if (readable.size > 0) await tx.query('select from ${names.table} where id = $1 for update', [id]);
    const [row] = readable.size > 0 ? await inOrder(tx, [id]) : [];
    if (!row) throw new AppError('NOT_FOUND', { thing: \`the ${noun} \${id}\` });
    return row;
  }

  /** Writes the change into the audit log; its values stay apart, encrypted. */
  async #tell(
    tx: Transaction,
    context: RequestContext,
    { id, version }: ${entity}Row,
    change: string,
    values: object | null,
  ): Promise<void> {
    await this.parts.outbox.audit(tx, context, {
      kind: 'mutation',
      action: \`${subgraph}.\${change}\`,
      subjects: [{ type: '${entity}', id }],
      body: { version, fields: Object.keys(values ?? {}).sort() },
      content: values && JSON.parse(JSON.stringify(values)),
    });
  }
}

async function inOrder(tx: Transaction, ids: readonly string[]): Promise<${entity}Row[]> {
  if (ids.length === 0) return [];
  const rows = await tx.em.find(${entity}Entity, { id: { $in: [...ids] } });
  return ids.flatMap((id) => rows.find((row) => row.id === id.toLowerCase()) ?? []);
}

function refuseStale(row: ${entity}Row, version: number | null | undefined): void {
  if (version != null && version !== row.version)
    throw new AppError('CONFLICT', { reason: \`the ${noun} has changed: its version is \${row.version}\` });
}

/** Without what was left out. */
function given<Values extends object>(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values;
}
${unique ? duplicates(model, names) : ''}`;
}

function listMethod({ fields }: Model, { subgraph, entity, single, table }: GeneratedNames): string {
  const filters = filtersOf(fields);
  const condition = ({ comparison, sqlType }: Filter, at: number) =>
    `        and ($${at + 2}::${sqlType} is null or one.${comparison} $${at + 2})`;
  const last = filters.length + 2;
  return `  /** Newest first, of those that the caller may read; one row more than \`first\` says that more follow. */
  async list(
    context: RequestContext,
    filter: ${entity}Filter,
    { first, after }: PageArguments,
  ): Promise<{ rows: ${entity}Row[]; totalCount: number }> {
    authorize(context, '${subgraph}:read');
    const asked = parseInput(${single}FilterShape, filter);
    const limit = pageSize(first) + 1;
    const readable = readableClause(context.rights, '${entity}', 'one.id', 1);
    const where = \`\${readable.sql}
${filters.map(condition).join('\n')}\`;
    const parameters = [
      readable.value,
${filters.map(({ name }) => `      asked.${name} ?? null,`).join('\n')}
    ];
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const found = await tx.query<{ id: string }>(
        \`select one.id from ${table} one where \${where}
           and ($${last}::uuid is null or one.id < $${last}) order by one.id desc limit $${last + 1}\`,
        [...parameters, after ? decodeIdCursor(after) : null, limit],
      );
      const [count] = await tx.query<{ total: number }>(
        \`select count(*) as total from ${table} one where \${where}\`,
        parameters,
      );
      const rows = await inOrder(tx, found.map(({ id }) => id));
      return { rows, totalCount: count?.total ?? 0 };
    });
  }`;
}

function duplicates({ fields }: Model, { noun }: GeneratedNames): string {
  const unique = fields.filter((field) => field.unique).map(({ name }) => name);
  return `
/** Turns the violation of a unique index into \`CONFLICT\`. */
async function onDuplicate(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === '23505')
      throw new AppError('CONFLICT', { reason: 'another ${noun} has this ${unique.join(' or this ')}' }, { cause });
    throw cause;
  }
}
`;
}
