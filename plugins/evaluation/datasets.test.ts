import { createTestHost, type TestHost } from 'tributary/testkit';

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost(import.meta.url);
});
afterAll(() => host?.close());

const failure = '... on Failure { code message }';
const changed = `__typename ... on DatasetPayload { dataset { id version caseCount } } ${failure}`;
type Changed = {
  __typename: string;
  dataset?: { id: string; version: number; caseCount: number };
  code?: string;
  message?: string;
};
const names = {
  createDataset: 'CreateDatasetInput',
  addCases: 'AddCasesInput',
  addCasesFromRuns: 'AddCasesFromRunsInput',
  putCase: 'PutCaseInput',
  removeCases: 'RemoveCasesInput',
} as const;
const change = async (name: keyof typeof names, input: object, at: Pick<TestHost, 'query'> = host) => {
  const source = `mutation ($input: ${names[name]}!) { it: ${name}(input: $input) { ${changed} } }`;
  return (await at.query<{ it: Changed }>(source, { input })).it;
};
const create = (id: string, capability = 'summarization.summarize') =>
  change('createDataset', { id, capability });
const read = async (variables: object, at: Pick<TestHost, 'query'> = host) => {
  const source = `query ($id: ID!, $version: Int, $at: DateTime) {
    dataset(id: $id, version: $version, at: $at) { version caseCount
      cases(first: 100) { totalCount nodes { id input expected source sourceId version by } }
      history { nodes { version added edited removed change } } } }`;
  type Found = {
    dataset: {
      version: number;
      caseCount: number;
      cases: {
        totalCount: number;
        nodes: { id: string; input: unknown; expected: unknown; source: string }[];
      };
      history: { nodes: { version: number; added: number; edited: number; removed: number }[] };
    } | null;
  };
  return (await at.query<Found>(source, { ...variables })).dataset;
};
const line = (id: string, expected: unknown, input: unknown = { question: id }) =>
  JSON.stringify({ id, input, expected });

test('every change makes a version, and each version stays as it was', async () => {
  await create('versions');
  const added = await change('addCases', {
    datasetId: 'versions',
    text: [line('a', 'one'), line('b', 'two')].join('\n'),
  });
  expect(added.dataset).toEqual({ id: 'versions', version: 1, caseCount: 2 });
  const before = new Date(host.clock.now());
  host.clock.advance(60_000);
  await change('putCase', { datasetId: 'versions', id: 'a', input: { question: 'a' }, expected: 'uno' });
  await change('removeCases', { datasetId: 'versions', ids: ['b'] });
  const expected = async (variables: object) =>
    (await read({ id: 'versions', ...variables }))?.cases.nodes.map(({ id, expected: one }) => [id, one]);
  expect(await expected({})).toEqual([['a', 'uno']]);
  expect(await expected({ version: 2 })).toEqual([
    ['a', 'uno'],
    ['b', 'two'],
  ]);
  expect(await expected({ version: 1 })).toEqual([
    ['a', 'one'],
    ['b', 'two'],
  ]);
  expect(await expected({ version: 0 })).toEqual([]);
  expect((await read({ id: 'versions', at: before.toISOString() }))?.version).toBe(1);
  expect(await read({ id: 'versions', version: 9 })).toBeNull();
  expect((await read({ id: 'versions' }))?.history.nodes).toMatchObject([
    { version: 3, added: 0, edited: 0, removed: 1 },
    { version: 2, added: 0, edited: 1, removed: 0 },
    { version: 1, added: 2, edited: 0, removed: 0 },
  ]);
});

test('a change that changes nothing makes no version', async () => {
  await create('same');
  const text = line('a', 'one');
  await change('addCases', { datasetId: 'same', text });
  const again = await change('addCases', { datasetId: 'same', text, replace: true });
  expect(again.dataset?.version).toBe(1);
});

test('a file with a fault names its line, and nothing of it is kept', async () => {
  await create('faults');
  const bad = async (text: string, format = 'JSONL') => {
    const { code, message, __typename } = await change('addCases', { datasetId: 'faults', text, format });
    expect(__typename).toBe('InvalidInput');
    return `${code} ${message}`;
  };
  const good = line('a', 1);
  expect(await bad(`${good}\n{"input"`)).toMatch(/DATASET_FILE_INVALID Line 2 .*no JSON/);
  expect(await bad(`${good}\n\n${good}`)).toMatch(/Line 3 .*id a is that of line 1/);
  expect(await bad('{"input": 1}\n{"input": 1}')).toMatch(/Line 2 .*input is that of line 1/);
  expect(await bad('{"expected": 1}')).toMatch(/Line 1 .*input/);
  expect(await bad('{"input": 1, "extra": 2}')).toMatch(/Line 1/);
  expect(await bad('{"id": "a b", "input": 1}')).toMatch(/Line 1 .*id: must be/);
  expect(await bad('')).toMatch(/there is no case/);
  expect(await bad('id,nonsense\na,b', 'CSV')).toMatch(/column nonsense/);
  expect(await bad('id,input\na,1\na,2', 'CSV')).toMatch(/Line 3/);
  expect(await read({ id: 'faults' })).toMatchObject({ version: 0, caseCount: 0 });
  await change('addCases', { datasetId: 'faults', text: good });
  const taken = await change('addCases', { datasetId: 'faults', text: `${line('z', 1)}\n${good}` });
  expect(taken).toMatchObject({ __typename: 'Conflict' });
  expect(taken.message).toMatch(/id a/);
  expect((await read({ id: 'faults' }))?.caseCount).toBe(1);
});

test('what is exported is read again, as lines and as a table', async () => {
  await create('whole');
  const text = [line('a', { total: '12.50' }), line('b', 'says "so",\nand more'), line('c', null, 'words')];
  await change('addCases', { datasetId: 'whole', text: text.join('\n') });
  for (const format of ['JSONL', 'CSV']) {
    const source = `query ($format: CaseFileFormat!) { exportDataset(id: "whole", format: $format) { name text lines } }`;
    type Found = { exportDataset: { name: string; text: string; lines: number } };
    const { exportDataset: file } = await host.query<Found>(source, { format });
    expect(file).toMatchObject({ name: `whole@1.${format.toLowerCase()}`, lines: 3 });
    const copy = `copy-${format.toLowerCase()}`;
    await create(copy);
    await change('addCases', { datasetId: copy, format, text: file.text });
    const content = async (id: string) =>
      (await read({ id }))?.cases.nodes.map((each) => [each.id, each.input, each.expected]);
    expect(await content(copy)).toEqual(await content('whole'));
  }
});

test('columns of a table become fields', async () => {
  await create('table');
  await change('addCases', {
    datasetId: 'table',
    format: 'CSV',
    text: 'id,input.question,expected.total\r\na,"How much, in all?",12.50\r\n',
  });
  expect((await read({ id: 'table' }))?.cases.nodes).toMatchObject([
    { id: 'a', input: { question: 'How much, in all?' }, expected: { total: '12.50' } },
  ]);
});

test('runs become cases, those of another capability do not', async () => {
  const document = await host.addDocument('The mill grinds flour. The wheel is of oak. The miller is old.');
  const run = await host.run('summarization.summarize', { documentId: document.id, sentences: 1 });
  await create('runs');
  const added = await change('addCasesFromRuns', { datasetId: 'runs', runIds: [run.runId] });
  expect(added.dataset).toMatchObject({ version: 1, caseCount: 1 });
  expect((await read({ id: 'runs' }))?.cases.nodes).toMatchObject([
    { input: { documentId: document.id, sentences: 1 }, source: 'RUN', sourceId: run.runId },
  ]);
  await create('others', 'extraction.fields');
  expect(await change('addCasesFromRuns', { datasetId: 'others', runIds: [run.runId] })).toMatchObject({
    __typename: 'InvalidInput',
  });
  const all = await change('addCasesFromRuns', { datasetId: 'others', first: 10 });
  expect(all.dataset?.caseCount).toBeGreaterThan(0);
});

test('a correction of a field becomes a case, once', async () => {
  const document = await host.addDocument(
    'Hollow Oak Timber Ltd\nINVOICE\nInvoice number: HO-2041\nInvoice date: 14 March 2026\nTotal due: GBP 302.40\n',
  );
  const correct = `mutation ($input: CorrectFieldInput!) { correctField(input: $input) { __typename } }`;
  for (const value of ['HO-2042', 'HO-2043', 'HO-2043']) {
    const input = { documentId: document.id, name: 'invoice_number', value };
    await host.query(correct, { input });
    await host.settled();
  }
  const found = await read({ id: 'corrections' });
  expect(found?.cases.nodes).toMatchObject([
    {
      input: { documentId: document.id, versionId: document.versionId },
      expected: { invoice_number: 'HO-2043' },
      source: 'CORRECTION',
    },
  ]);
  expect(found?.version).toBe(2);
});

test('another tenant sees nothing, and may have the same names', async () => {
  const other = await host.tenant();
  await create('mine');
  expect(await read({ id: 'mine' }, other)).toBeNull();
  expect(await change('addCases', { datasetId: 'mine', text: line('a', 1) }, other)).toMatchObject({
    __typename: 'NotFound',
  });
  const own = { id: 'mine', capability: 'extraction.fields' };
  expect(await change('createDataset', own, other)).toMatchObject({ __typename: 'DatasetPayload' });
  expect(await change('createDataset', own, other)).toMatchObject({ __typename: 'Conflict' });
  expect(await change('createDataset', { ...own, id: 'Not a name' }, other)).toMatchObject({
    __typename: 'InvalidInput',
  });
  const nothing = { id: 'nothing', capability: 'no.such' };
  expect(await change('createDataset', nothing, other)).toMatchObject({ code: 'CAPABILITY_NOT_FOUND' });
});
