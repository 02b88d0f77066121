import { buildClientSchema, type GraphQLSchema, getIntrospectionQuery } from 'graphql';
import { v7 as newId } from 'uuid';
import { Caller } from '../testkit/caller.js';
import { answerTo } from '../testkit/isolation/answers.js';
import { idArguments } from '../testkit/isolation/id-fields.js';
import { leaksOfFinding, leaksOfLists } from '../testkit/isolation/leaks.js';
import { finds, lists } from '../testkit/isolation/lists.js';
import { joinGroup, makeGroup, makeMember } from '../testkit/isolation/members.js';
import { isForeign, isRefused, pairs, refusedProbes, type Worlds } from '../testkit/isolation/pairs.js';
import { noIds, probes } from '../testkit/isolation/probes.js';
import { kindOf, openReferences, type References } from '../testkit/isolation/references.js';
import { filesWith, rowsWith } from '../testkit/isolation/stores.js';
import { addText, ask, makeWorld, question, snapshot, type World } from '../testkit/isolation/world.js';
import { eventually, TestSystem } from '../testkit/system.js';
import { makeTenants, type TestTenant } from '../testkit/tenants.js';

let system: TestSystem;
let schema: GraphQLSchema;
let references: References;
let alpha: TestTenant;
let beta: TestTenant;
let red: string;
let blue: string;
const worlds = {} as Worlds;

beforeAll(async () => {
  system = await TestSystem.start({ settings: { LIMITS: 'rate=60000', TENANT_CONCURRENCY: '8' } });
  [alpha, beta] = (await makeTenants(system, ['alpha', 'beta'])) as [TestTenant, TestTenant];
  red = await makeGroup(alpha, 'red');
  blue = await makeGroup(alpha, 'blue');
  await makeGroup(beta, 'green');
  const [ann, bob] = await Promise.all([makeMember(alpha, 'ann', [red]), makeMember(alpha, 'bob', [blue])]);
  [worlds.alpha, worlds.beta, worlds.red, worlds.blue] = await Promise.all([
    makeWorld(alpha.admin, 'vermilquist', []),
    makeWorld(beta.admin, 'ostrabund', []),
    makeWorld(ann.caller, 'quandorix', [red]),
    makeWorld(bob.caller, 'zelphimar', [blue]),
  ]);
  const { body } = await alpha.admin.post(getIntrospectionQuery());
  schema = buildClientSchema(body.data);
  references = await openReferences(system);
}, 180_000);
afterAll(async () => {
  await references?.close();
  await system?.close();
});

it('tries every argument of the schema by which an id can come in', () => {
  expect(Object.keys(probes).concat(noIds).sort()).toEqual(idArguments(schema));
});

it('tries every root field, by an id or as a list', () => {
  const byId = Object.keys(probes).map((coordinate) => coordinate.match(/^Query\.(\w+)/)?.[1] ?? '');
  const fields = Object.keys(schema.getQueryType()?.getFields() ?? {});
  expect(fields.filter((field) => !byId.includes(field) && !(field in lists))).toEqual([]);
  const streams = Object.keys(schema.getSubscriptionType()?.getFields() ?? {});
  expect(
    streams.filter(
      (field) =>
        !(field in finds) && !Object.keys(probes).some((one) => one.startsWith(`Subscription.${field}(`)),
    ),
  ).toEqual([]);
});

// Before anything is probed: what the reader itself has sent is in the reader's own record.
describe.each(pairs)('between $between', ({ reader, other }) => {
  it('no list, count, search, stored result, run or export shows what the other has', async () => {
    expect(await leaksOfLists(worlds[reader], worlds[other], isForeign(reader, other))).toEqual([]);
  });

  it('nothing that looks for documents itself finds, counts, corrects or sums up what the other has', async () => {
    expect(await leaksOfFinding(worlds[reader], worlds[other])).toEqual([]);
  });
});

describe.each(pairs)('between $between', ({ reader, other }) => {
  it('an id of the other is answered like one that names nothing', async () => {
    const before = await snapshot(worlds[other]);
    const differing = await Promise.all(
      refusedProbes(reader, other).map(async ([coordinate, { kind, query, variables }]) => {
        const { caller, ids } = worlds[reader];
        const answer = (named: string) =>
          answerTo(caller, { query, variables: variables(named, ids), named });
        const [theirs, nobodys] = [worlds[other].ids[kind], newId()];
        // Streams change nothing, and some take long to say that there is nothing.
        const [foreign, unknown] = query.startsWith('subscription')
          ? await Promise.all([answer(theirs), answer(nobodys)])
          : [await answer(theirs), await answer(nobodys)];
        return foreign === unknown ? [] : [{ coordinate, foreign, unknown }];
      }),
    );
    expect(differing.flat()).toEqual([]);
    expect(await snapshot(worlds[other])).toEqual(before);
  });

  it('a reference to what the other has resolves like one to nothing, in every subgraph', async () => {
    const differing = await Promise.all(
      references.entities.map(async (entity) => {
        const kind = kindOf(entity);
        if (!kind || !isRefused(reader, other, kind)) return [];
        const { caller } = worlds[reader];
        const foreign = await references.resolve(entity, caller, worlds[other].ids[kind]);
        const unknown = await references.resolve(entity, caller, newId());
        return foreign === unknown ? [] : [{ entity, foreign, unknown }];
      }),
    );
    expect(differing.flat()).toEqual([]);
  });

  it('the events of a run of the other, by its id or by its cursors, are those of a run that is not', async () => {
    const { caller, ids, cursor } = worlds[reader];
    const query = `subscription P($id: ID!, $after: Cursor) { runEvents(runId: $id, after: $after) { cursor } }`;
    const answer = (id: string, after: string) =>
      answerTo(caller, { query, variables: { id, after }, named: after });
    const theirs = worlds[other];
    expect(await answer(theirs.ids.run, theirs.cursor)).toContain('NOT_FOUND');
    expect(await answer(newId(), theirs.cursor)).toContain('NOT_FOUND');
    expect(await answer(ids.run, theirs.cursor)).toContain('CURSOR_INVALID');
    expect(await answer(ids.run, `${cursor}x`)).toContain('CURSOR_INVALID');
    const resumed = `subscription P($after: Cursor) { ask(question: "x", after: $after) { cursor } }`;
    const own = await answerTo(caller, { query: resumed, variables: { after: theirs.cursor }, named: '-' });
    expect(own).toMatch(/NOT_FOUND|CURSOR_INVALID/);
    expect(own).not.toContain('"cursor"');
  });

  it('the same question is two runs with two answers', async () => {
    const [mine, theirs] = [
      await ask(worlds[reader].caller, question),
      await ask(worlds[other].caller, question),
    ];
    expect(mine.run).not.toBe(theirs.run);
    expect(mine.text).toContain(worlds[reader].word);
    expect(mine.text).not.toContain(worlds[other].word);
  });
});

it('gives the owner what it refuses others, so that the answers above say something', async () => {
  const queries = Object.entries(probes).filter(([coordinate]) => coordinate.startsWith('Query.'));
  for (const [coordinate, { kind, query, variables }] of queries) {
    const { caller, ids } = worlds.alpha;
    const own = await answerTo(caller, { query, variables: variables(ids[kind], ids), named: ids[kind] });
    const unknown = await answerTo(caller, { query, variables: variables(newId(), ids), named: newId() });
    // Nothing has been assigned to anybody.
    if (!/^Query\.review(s|Counts)\(filter\.assignee\)$/.test(coordinate))
      expect([coordinate, own]).not.toEqual([coordinate, unknown]);
  }
  expect(references.entities.map(kindOf)).not.toContain(undefined);
  const shown = await Promise.all(
    references.entities.map(async (entity) => {
      const { caller, ids } = worlds.alpha;
      const own = await references.resolve(entity, caller, ids[kindOf(entity) ?? 'document']);
      const unknown = await references.resolve(entity, caller, newId());
      return own === unknown ? '' : (entity.split(' ')[1] ?? '');
    }),
  );
  const types = references.entities.filter(kindOf).map((entity) => entity.split(' ')[1]);
  expect(new Set(shown.filter(Boolean))).toEqual(new Set(types));
});

it('shows a key no more than its scopes name', async () => {
  const input = { name: 'narrow', roles: ['ADMIN'], scopes: ['accounts:read'] };
  const payload = '... on CreateKeyPayload { key }';
  const { key } = await alpha.admin.change('createKey', 'CreateKeyInput', input, payload);
  const narrow = new Caller(system.url, key);
  expect((await narrow.data('{ members { totalCount } }')).members.totalCount).toBeGreaterThan(2);
  const fields = [
    'documents',
    'recommendations',
    'recommendationsForMe',
    'reviews',
    'runs',
    'auditEntries',
    'apiKeys',
  ];
  const queries = [
    ...fields.map((field) => `{ ${field} { totalCount } }`),
    '{ search(query: "lighthouse") { totalCount } }',
    `{ document(id: "${worlds.alpha.ids.document}") { name } }`,
    `{ recommendation(id: "${worlds.alpha.ids.recommendation}") { title } }`,
    '{ documentStatistics { uploaded } }',
    '{ exportAudit { lines } }',
    `{ latestAnswer(question: "${question}") { text } }`,
  ];
  const answers = await Promise.all(
    queries.map(async (query) => {
      const { body } = await narrow.post(query);
      return [query, body.errors?.[0]?.extensions.code ?? JSON.stringify(body.data)];
    }),
  );
  expect(answers.filter(([, answer]) => answer !== 'FORBIDDEN')).toEqual([]);
});

it('ranks only what may be read: what others have changes no count, place or score', async () => {
  const { caller } = worlds.blue;
  const facets = '[{ by: KIND }, { by: LANGUAGE }, { by: STATUS }, { by: MONTH }]';
  const shown = `totalCount signals corrections { word searchedFor } facets { values { value count } missing others }
    nodes { score signals document { id } }`;
  const search = async () => {
    const query = `{ right: search(query: "kestrel migration corridor", facets: ${facets}) { ${shown} }
      misspelt: search(query: "kestral", facets: ${facets}) { ${shown} } }`;
    return caller.data(query);
  };
  const id = await addText(caller, {
    name: 'kestrel.txt',
    text: 'A note on other things. The migration of the kestrel is mentioned once, at the end.',
    groups: [blue],
  });
  const alone = await search();
  expect(alone).toMatchObject({
    right: { totalCount: 1, nodes: [{ document: { id } }] },
    misspelt: { totalCount: 1, corrections: [{ word: 'kestral', searchedFor: ['kestrel'] }] },
  });
  const nearer = Array.from({ length: 12 }, (_, at) => ({
    name: `nearer-${at}.txt`,
    text: `Kestrel migration corridor, kestral migration corridor number ${at}.`,
  }));
  await Promise.all([
    ...nearer.map((text) => addText(worlds.red.caller, { ...text, groups: [red] })),
    ...nearer.slice(0, 4).map((text) => addText(beta.admin, text)),
  ]);
  expect(await search()).toEqual(alone);
});

it('streams changes to those who may read what changed, and to nobody else', async () => {
  const known = worlds.red.ids.document;
  const fields = [
    'documentChanged { id }',
    'recommendationChanged { id }',
    'reviewChanged { id }',
    `documentChanged(id: "${known}") { id }`,
    `recommendationChanged(documentId: "${known}") { id }`,
  ];
  const left = new AbortController();
  const open = ({ caller }: World) => {
    const client = caller.client();
    const seen = fields.map(() => 0);
    const ended = fields.map(async (field, at) => {
      for await (const _ of client.subscribe(`subscription { ${field} }`, {}, { signal: left.signal }))
        seen[at]! += 1;
    });
    return { client, seen, ended: Promise.allSettled(ended) };
  };
  const readers = {
    red: open(worlds.red),
    blue: open(worlds.blue),
    alpha: open(worlds.alpha),
    beta: open(worlds.beta),
  };
  const text = (total: string) => `Corvo Ltd\n1 High Street, York\n\nINVOICE\n\nBill to: Meadow Design Studio
Invoice number: C-1\nInvoice date: 3 March 2026\n\nNet total: GBP 10.00\nVAT 20%: GBP 2.00\nTotal due: GBP ${total}\n`;
  await addText(worlds.red.caller, { name: 'streamed.txt', text: text('90.00'), groups: [red] });
  const input = { documentId: known };
  await worlds.red.caller.change('reprocessDocument', 'ReprocessDocumentInput', input, '');
  await eventually(async () => readers.red.seen.every((count) => count > 0));
  expect(readers.blue.seen).toEqual([0, 0, 0, 0, 0]);
  // Their own reach them, so the silence before was not that of a broken stream.
  await addText(worlds.blue.caller, { name: 'own.txt', text: text('91.00'), groups: [blue] });
  await eventually(async () => readers.blue.seen.slice(0, 3).every((count) => count > 0));
  expect([readers.alpha.seen, readers.beta.seen]).toEqual([
    [0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0],
  ]);
  left.abort();
  await Promise.all(Object.values(readers).map(({ client, ended }) => client.close().then(() => ended)));
});

it('does not tell that others have the same bytes', async () => {
  const input = { name: 'twin.txt', text: 'The very same bytes in two hands, word for word.' };
  const payload = '... on DocumentPayload { created document { id } }';
  const add = ({ caller }: World, groups: readonly string[]) =>
    caller.change('addText', 'AddTextInput', { ...input, ...(groups.length > 0 && { groups }) }, payload);
  const all = [
    await add(worlds.red, [red]),
    await add(worlds.blue, [blue]),
    await add(worlds.beta, []),
    await add(worlds.alpha, []),
  ];
  expect(all.map(({ created }) => created)).toEqual([true, true, true, true]);
  expect(new Set(all.map(({ document }) => document.id)).size).toBe(4);
});

it('keeps a correction as a case for those alone who may read the document', async () => {
  const documentId = worlds.red.ids.document;
  const input = { documentId, name: 'currency', value: 'EUR' };
  await worlds.red.caller.change('correctField', 'CorrectFieldInput', input, '');
  const cases = async ({ caller }: World) => {
    const query = `{ dataset(id: "corrections") { cases { totalCount nodes { input } } }
      exportDataset(id: "corrections") { lines text } }`;
    const { dataset, exportDataset } = await caller.data(query);
    return [
      dataset?.cases.totalCount ?? 0,
      exportDataset?.lines ?? 0,
      JSON.stringify([dataset, exportDataset]),
    ];
  };
  const [, , shown] = await eventually(
    () => cases(worlds.red),
    ([count]) => count === 1,
  );
  expect(shown).toContain(documentId);
  for (const other of [worlds.blue, worlds.alpha, worlds.beta]) {
    const [count, lines, text] = await cases(other);
    expect([count, lines, String(text).includes(documentId)]).toEqual([0, 0, false]);
  }
});

describe('a change of rights', () => {
  const seesIt = async (caller: Caller, id: string, word: string) => {
    const query = `query V($id: ID!, $word: String!) { document(id: $id) { id } search(query: $word) { totalCount } }`;
    const { document, search } = await caller.data(query, { id, word });
    return [document !== null, search.totalCount > 0];
  };
  const soon = (what: () => Promise<unknown>, expected: unknown) =>
    eventually(what, (found) => JSON.stringify(found) === JSON.stringify(expected));

  it('of a document reaches queries, and the search as well', async () => {
    const carol = await makeMember(alpha, 'carol', [red, blue]);
    const text = 'The parcel fernilox waits in the hall.';
    const id = await addText(carol.caller, { name: 'parcel.txt', text, groups: [red] });
    const [ann, bob] = [worlds.red.caller, worlds.blue.caller];
    expect([await seesIt(ann, id, 'fernilox'), await seesIt(bob, id, 'fernilox')]).toEqual([
      [true, true],
      [false, false],
    ]);
    const input = { documentId: id, groups: [blue] };
    await carol.caller.change('setDocumentGroups', 'SetDocumentGroupsInput', input, '');
    await soon(
      () => Promise.all([seesIt(ann, id, 'fernilox'), seesIt(bob, id, 'fernilox')]),
      [
        [false, false],
        [true, true],
      ],
    );
  });

  it('of a member reaches queries, both ways, and ends what streams', async () => {
    const dave = await makeMember(alpha, 'dave', []);
    const { document } = worlds.red.ids;
    const see = () => seesIt(dave.caller, document, worlds.red.word);
    expect(await see()).toEqual([false, false]);
    await joinGroup(alpha.admin, red, dave.id);
    await soon(see, [true, true]);
    const client = dave.caller.client();
    const stream = client.subscribe('subscription S($id: ID) { documentChanged(id: $id) { id } }', {
      id: document,
    });
    expect((await stream.next()).value).toEqual({ documentChanged: { id: document } });
    const left = { groupId: red, memberId: dave.id };
    await alpha.admin.change('removeFromGroup', 'GroupMembershipInput', left, '');
    await soon(see, [false, false]);
    const ended = await stream.next().then(
      ({ done }) => done,
      () => true,
    );
    expect(ended).toBe(true);
    await client.close();
  });
});

it('counts in statistics what the tenant has and no more', async () => {
  const query = '{ documentStatistics { uploaded } }';
  for (const { id, admin } of [alpha, beta]) {
    const [own] = await system.query<{ count: string }>(
      'select count(*) as count from documents.documents where tenant_id = $1',
      [id],
    );
    const { documentStatistics } = await eventually(
      () => admin.data(query),
      (found) => found.documentStatistics.uploaded === Number(own?.count),
    );
    expect(documentStatistics.uploaded).toBe(Number(own?.count));
  }
});

it('leaves nothing of a tenant that was deleted in any store', async () => {
  const { word } = worlds.beta;
  expect((await rowsWith(system, word)).length).toBeGreaterThan(3);
  expect((await filesWith(system, word)).length).toBeGreaterThan(1);
  await beta.admin.change('deleteTenant', 'DeleteTenantInput', { confirmName: 'beta' }, '');
  await eventually(
    async () => (await beta.admin.post('{ __typename }')).status,
    (status) => status === 401,
  );
  const left = async () => ({
    rows: await rowsWith(system, word),
    files: await filesWith(system, word),
    tables: (await rowsWith(system, beta.id)).map((row) => row.split(' ')[0]),
  });
  const { rows, files, tables } = await eventually(
    left,
    (
      found, // What was counted of a request that was under way goes when the deletion comes by once more.
    ) =>
      found.rows.length + found.files.length === 0 &&
      !['accounts.tenants', 'platform.limits'].some((table) => found.tables.includes(table)),
  );
  expect([rows, files]).toEqual([[], []]);
  // The chain keeps its hashes; the event and the jobs of the deletion are there until they are forgotten.
  expect(new Set(tables)).toEqual(
    new Set(['audit.entries', 'audit.heads', 'platform.audit_intake', 'platform.jobs', 'platform.outbox']),
  );
  const { verifyAudit } = await alpha.admin.data('{ verifyAudit { valid } }');
  expect(verifyAudit.valid).toBe(true);
});
