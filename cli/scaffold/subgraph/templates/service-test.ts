import type { GeneratedNames } from '../generated-names.js';

/** `<entity>.service.test.ts`: who reaches what, at the service and at the database. */
export function serviceTestFile({ entity, single, file, table, noun }: GeneratedNames): string {
  return `import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { callerOf, openSubgraph, type SubgraphHost } from '../../testkit/subgraph-host.js';
import { sample${entity}, ${single}Selection } from './fixtures/samples.js';
import ${single}Module from './index.js';
import { ${entity}Service } from './${file}.service.js';

const red = newId();
const ann = callerOf(newId(), { actor: 'user:ann', roles: ['member'], groups: [red] });
const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
const eve = callerOf(newId(), { actor: 'user:eve', roles: ['admin'], groups: [red] });
const page = { first: 100, after: null };

let host: SubgraphHost;
let service: ${entity}Service;
beforeAll(async () => {
  host = await openSubgraph(${single}Module);
  service = new ${entity}Service(host.platform);
});
afterAll(() => host?.close());

/** One that was sent through the graph, so that its arguments are what the graph makes of them. */
async function make(context: RequestContext, groups: string[] | null): Promise<string> {
  const source = \`mutation ($input: Create${entity}Input!) { made: create${entity}(input: $input) {
    ... on Create${entity}Payload { ${single} { \${${single}Selection} } } ... on Failure { message } } }\`;
  const { made } = await host.data<{ made: { message?: string; ${single}: { id: string } } }>(context, source, {
    input: { ...sample${entity}(), groups },
  });
  expect(made.message).toBeUndefined();
  return made.${single}.id;
}
const idsSeen = async (context: RequestContext) =>
  (await service.list(context, {}, page)).rows.map(({ id }) => id);

it('a ${noun} for a group is there for nobody else', async () => {
  const [open, closed] = [await make(ann, null), await make(ann, [red])];
  expect(await idsSeen(ann)).toEqual([closed, open]);
  expect(await idsSeen(bob)).toEqual([open]);
  expect((await service.list(bob, {}, page)).totalCount).toBe(1);
  expect(await service.readMany(bob, [closed, open, 'none'])).toEqual([null, expect.objectContaining({ id: open }), null]);
  const missing = expect.objectContaining({ code: 'NOT_FOUND' });
  await expect(service.update(bob, { ${single}Id: closed, groups: [] })).rejects.toEqual(missing);
  await expect(service.delete(bob, { ${single}Id: closed })).rejects.toEqual(missing);
  await service.update(ann, { ${single}Id: closed, groups: [] });
  expect(await idsSeen(bob)).toEqual([closed, open]);
  const foreign = { ${single}Id: open, groups: [newId()] };
  await expect(service.update(ann, foreign)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

it('another tenant sees, changes and deletes nothing', async () => {
  const id = await make(ann, null);
  expect(await idsSeen(eve)).toEqual([]);
  expect(await service.readMany(eve, [id])).toEqual([null]);
  const [unknown] = [newId()];
  for (const attempt of [
    (${single}Id: string) => service.update(eve, { ${single}Id, groups: [] }),
    (${single}Id: string) => service.delete(eve, { ${single}Id }),
  ]) {
    const [foreign, none] = await Promise.all(
      [id, unknown].map((named) =>
        attempt(named).then(
          () => 'done',
          (error: Error) => error.message.replace(named, ''),
        ),
      ),
    );
    expect(foreign).toBe(none);
    expect(foreign).not.toBe('done');
  }
  expect(await service.readMany(ann, [id])).toEqual([expect.objectContaining({ version: 1 })]);
});

it('at the database a tenant sees no row of another', async () => {
  await make(ann, null);
  const count = (tenant: string) =>
    host.db.database.tenant(tenant, (tx) => tx.query<{ tenant: string }>('select tenant_id as tenant from ${table}'));
  expect(await count(eve.tenant)).toEqual([]);
  expect(new Set((await count(ann.tenant)).map(({ tenant }) => tenant))).toEqual(new Set([ann.tenant]));
});

it('a reference is resolved for who may read it, and to nothing for others', async () => {
  const id = await make(ann, [red]);
  const source = \`query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${entity} { id version } } }\`;
  const of = [{ __typename: '${entity}', id }, { __typename: '${entity}', id: newId() }];
  expect(await host.data(ann, source, { of })).toEqual({ _entities: [{ id, version: 1 }, null] });
  expect(await host.data(bob, source, { of })).toEqual({ _entities: [null, null] });
});
`;
}
