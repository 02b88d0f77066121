import type { GeneratedNames } from '../generated-names.js';
import type { Model } from '../model.js';
import { refusedBy } from '../samples.js';

/** `<name>.test.ts`: the subgraph through its graph. */
export function graphTestFile(model: Model, names: GeneratedNames): string {
  const { subgraph, entity, single, list, nouns } = names;
  const refused = refusedBy(model).length > 0 ? `refused${entity}, ` : '';
  const defaults = model.fields
    .filter(({ required, fallback }) => !required || fallback !== undefined)
    .map(({ name, fallback }) => `${name}: ${JSON.stringify(fallback ?? null)}`);
  return `import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { callerOf, openSubgraph, type SubgraphHost } from '../../testkit/subgraph-host.js';
import { changed${entity}, minimal${entity}, ${refused}sample${entity}, ${single}Selection } from './fixtures/samples.js';
import ${single}Module from './index.js';

const ann = callerOf(newId(), { actor: 'user:ann', roles: ['member'] });
const viewer = callerOf(ann.tenant, { roles: ['viewer'] });

let host: SubgraphHost;
beforeAll(async () => {
  host = await openSubgraph(${single}Module);
});
afterAll(() => host?.close());

type Outcome = { __typename: string; code?: string; message?: string; ${single}?: Record<string, unknown> & { id: string } };

async function change(context: RequestContext, verb: string, input: object): Promise<Outcome> {
  const shown = verb === 'Delete' ? '${single}Id' : \`${single} { \${${single}Selection} }\`;
  const source = \`mutation ($input: \${verb}${entity}Input!) { outcome: \${verb.toLowerCase()}${entity}(input: $input) {
    __typename ... on \${verb}${entity}Payload { \${shown} } ... on Failure { code message } } }\`;
  return (await host.data<{ outcome: Outcome }>(context, source, { input })).outcome;
}
async function make(context = ann, input: object = sample${entity}()) {
  const made = (await change(context, 'Create', input)).${single};
  expect(made).toBeDefined();
  return made!;
}
const read = async (context: RequestContext, id: string) =>
  (await host.data<{ ${single}: object | null }>(context, \`query ($id: ID!) { ${single}(id: $id) { \${${single}Selection} } }\`, { id })).${single};
const written = (sql: string, id: string) =>
  host.db.database.tenant(ann.tenant, (tx) => tx.query<{ name: string }>(sql, [id]));

it('is made, read, changed and deleted', async () => {
  const input = sample${entity}();
  const made = await make(ann, input);
  expect(made).toMatchObject({ ...input, version: 1, createdBy: 'user:ann', groups: [] });
  expect(await read(viewer, made.id)).toEqual(made);
  const updated = await change(ann, 'Update', { ${single}Id: made.id, version: 1, ...changed${entity} });
  expect(updated.${single}).toMatchObject({ ...input, ...changed${entity}, version: 2 });
  expect(await read(ann, made.id)).toEqual(updated.${single});
  expect(await change(ann, 'Delete', { ${single}Id: made.id, version: 2 })).toMatchObject({ ${single}Id: made.id });
  expect(await read(ann, made.id)).toBeNull();
  const gone = await change(ann, 'Update', { ${single}Id: made.id, ...changed${entity} });
  expect(gone).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' });
  const events = await written(
    "select name from platform.outbox where payload->>'${single}Id' = $1 order by id",
    made.id,
  );
  expect(events.map(({ name }) => name)).toEqual(['${single}.created', '${single}.updated', '${single}.deleted']);
  const audited = await written(
    'select action as name from platform.audit_intake where subjects @> jsonb_build_array(jsonb_build_object(\\'id\\', $1::text)) order by id',
    made.id,
  );
  expect(audited.map(({ name }) => name)).toEqual(['${subgraph}.create', '${subgraph}.update', '${subgraph}.delete']);
});

it('has its defaults where something is left out', async () => {
  expect(await make(ann, minimal${entity}())).toMatchObject({ ${defaults.join(', ')} });
});

${refusals(model, names)}it('is listed, newest first, page by page', async () => {
  const tenant = callerOf(newId(), { actor: 'user:ann', roles: ['member'] });
  const ids: string[] = [];
  for (let at = 0; at < 3; at += 1) ids.unshift((await make(tenant)).id);
  const source = \`query ($after: Cursor, $filter: ${entity}Filter) { page: ${list}(first: 2, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id } } }\`;
  interface List {
    page: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: { id: string }[] };
  }
  const first = (await host.data<List>(tenant, source)).page;
  const rest = (await host.data<List>(tenant, source, { after: first.pageInfo.endCursor })).page;
  expect([first.totalCount, first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([3, true, false]);
  expect([...first.nodes, ...rest.nodes].map(({ id }) => id)).toEqual(ids);
  const filter = { createdAtFrom: '2000-01-01T00:00:00Z', createdAtTo: '2000-01-02T00:00:00Z' };
  expect((await host.data<List>(tenant, source, { filter })).page.totalCount).toBe(0);
});

it('a change of what has changed since it was read is refused', async () => {
  const { id } = await make();
  const both = await Promise.all(
    [1, 2].map(() => change(ann, 'Update', { ${single}Id: id, version: 1, ...changed${entity} })),
  );
  expect(both.map(({ __typename }) => __typename).sort()).toEqual(['Conflict', 'Update${entity}Payload']);
  expect(await change(ann, 'Delete', { ${single}Id: id, version: 1 })).toMatchObject({ __typename: 'Conflict' });
});

it('the same key is the same change', async () => {
  const input = { ...sample${entity}(), idempotencyKey: newId() };
  const [one, other] = await Promise.all([change(ann, 'Create', input), change(ann, 'Create', input)]);
  expect(other?.${single}?.id).toBe(one?.${single}?.id);
  const update = { ${single}Id: one?.${single}?.id ?? '', ...changed${entity}, idempotencyKey: newId() };
  for (let at = 0; at < 2; at += 1)
    expect((await change(ann, 'Update', update)).${single}).toMatchObject({ version: 2 });
  const reused = { ...sample${entity}(), idempotencyKey: update.idempotencyKey };
  expect(await change(ann, 'Create', reused)).toMatchObject({ __typename: 'Conflict' });
  const gone = { ${single}Id: update.${single}Id, idempotencyKey: newId() };
  for (let at = 0; at < 2; at += 1)
    expect(await change(ann, 'Delete', gone)).toMatchObject({ __typename: 'Delete${entity}Payload' });
});

it('who may only read changes nothing', async () => {
  const { id } = await make();
  for (const [verb, input] of [
    ['Create', sample${entity}()],
    ['Update', { ${single}Id: id, ...changed${entity} }],
    ['Delete', { ${single}Id: id }],
  ] as const)
    expect(await change(viewer, verb, input)).toMatchObject({ __typename: 'Forbidden', code: 'FORBIDDEN' });
  expect(await read(viewer, id)).toMatchObject({ version: 1 });
});

it('${nouns} go with their tenant', async () => {
  const tenant = callerOf(newId(), { roles: ['member'] });
  const { id } = await make(tenant, { ...sample${entity}(), idempotencyKey: newId() });
  await host.db.database.tenant(tenant.tenant, async (tx) => {
    for (const eraser of host.parts.erasers ?? []) await eraser.tenant?.(tx);
  });
  expect(await read(tenant, id)).toBeNull();
});
`;
}

/** A schema without limits refuses nothing that the graph lets through. */
function refusals(model: Model, { entity }: GeneratedNames): string {
  if (refusedBy(model).length === 0) return '';
  return `it.each(refused${entity})('%s is refused', async (_name, field, value) => {
  const refused = await change(ann, 'Create', { ...sample${entity}(), [field]: value });
  expect(refused).toMatchObject({ __typename: 'InvalidInput', code: 'BAD_USER_INPUT' });
  expect(refused.message).toMatch(new RegExp(\`^\${field}\`));
});

`;
}
