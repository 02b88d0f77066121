import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { repositoryRoot } from '#platform/config';
import { modules } from '../cli/modules.js';
import { type AssembledSystem, assembleSystem } from '../testkit/assembled-system.js';
import { describeSubgraph } from '../testkit/subgraph-conformance.js';
import { callerOf } from '../testkit/subgraph-host.js';

const contractOf = (path: string) => join(repositoryRoot, path);
/** Each subgraph with its committed contract; a plugin without a graph of its own has none. */
const subgraphs = [
  ...modules.map(({ name }) => ({ name, contract: contractOf(`schema/${name}.graphql`) })),
  ...readdirSync(contractOf('plugins')).map((name) => ({
    name,
    contract: contractOf(`plugins/${name}/schema.graphql`),
  })),
].filter(({ contract }) => existsSync(contract));

let system: AssembledSystem;
beforeAll(async () => {
  system = await assembleSystem();
});
afterAll(() => system.close());

test('every subgraph has a contract', () => {
  expect(system.subgraphs.map(({ name }) => name).sort()).toEqual(subgraphs.map(({ name }) => name).sort());
});

describe.each(subgraphs)('the subgraph $name', ({ name, contract }) => {
  describeSubgraph(async () => {
    const subgraph = system.subgraphs.find((built) => built.name === name);
    if (!subgraph) throw new RangeError(`There is no subgraph ${name}`);
    const { identity } = system.foundation;
    const [tenant, person] = [newId(), newId()];
    await system.platform.database.tenant(tenant, (tx) =>
      tx.query(
        "insert into accounts.members (id, tenant_id, email, roles) values ($1, $2, 'ada@people.example', '{admin}')",
        [person, tenant],
      ),
    );
    const request = callerOf(tenant, { actor: `user:${person}`, roles: ['admin'] });
    return { subgraph, contract: readFileSync(contract, 'utf8'), identity, request };
  });
});
