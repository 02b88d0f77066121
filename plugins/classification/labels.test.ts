import { createTestHost, type TestHost } from 'tributary/testkit';

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost(import.meta.url);
});
afterAll(() => host?.close());

const failure = '... on InvalidInput { message } ... on NotFound { code } ... on Conflict { code }';
const setFields = 'id name threshold automatic revision labels { name texts }';
const ask = async (field: string, type: string, selection: string, input: object) => {
  const answer = await host.query<Record<string, Record<string, unknown>>>(
    `mutation ($input: ${type}!) { ${field}(input: $input) { __typename ${selection} ${failure} } }`,
    { input },
  );
  return answer[field] as Record<string, unknown>;
};
type Made = { labelSet: { id: string; revision: number } };
const create = (input: object) =>
  ask('createLabelSet', 'CreateLabelSetInput', `... on LabelSetPayload { labelSet { ${setFields} } }`, input);
const update = (input: object) =>
  ask('updateLabelSet', 'UpdateLabelSetInput', `... on LabelSetPayload { labelSet { ${setFields} } }`, input);
const drop = (input: object) =>
  ask('deleteLabelSet', 'DeleteLabelSetInput', '... on DeletedLabelSetPayload { id }', input);
const label = (input: object) =>
  ask(
    'classifyByLabels',
    'ClassifyByLabelsInput',
    '... on LabelAnswer { label confidence scores { label confidence } result { engine } }',
    input,
  );

const labels = [
  {
    name: 'complaint',
    texts: [
      'The delivery came late and two boxes were broken.',
      'I am very unhappy with the service, nobody answers my complaint.',
      'The goods were damaged and arrived far too late.',
    ],
  },
  {
    name: 'order',
    texts: [
      'Please send us forty boxes of paper by Friday.',
      'We would like to order ten chairs as offered.',
      'We hereby order twelve tables, please confirm.',
    ],
  },
];

test('A label set of a few examples sorts texts, and what is like none has none', async () => {
  const { labelSet } = (await create({ name: 'desk', labels })) as Made;
  const labelSetId = labelSet.id;
  expect(labelSet).toMatchObject({ threshold: 0.5, automatic: false, revision: 1 });
  expect(await label({ labelSetId, text: 'We want to order five more chairs, please.' })).toMatchObject({
    label: 'order',
    result: { engine: 'BUILT_IN' },
  });
  expect(await label({ labelSetId, text: 'Both lamps arrived broken and very late.' })).toMatchObject({
    label: 'complaint',
  });
  expect(await label({ labelSetId, text: '水泵上周已经修好。' })).toMatchObject({ label: null });
  const changed = (await update({ id: labelSetId, threshold: 1 })) as Made;
  expect(changed.labelSet).toMatchObject({ threshold: 1, revision: 2, name: 'desk' });
  // The same text is asked anew, for the set is another.
  expect(await label({ labelSetId, text: 'Both lamps arrived broken and very late.' })).toMatchObject({
    label: null,
  });
  expect(await drop({ id: labelSetId })).toMatchObject({ id: labelSetId });
  for (const gone of [await drop({ id: labelSetId }), await label({ labelSetId, text: 'Chairs' })])
    expect(gone).toMatchObject({ __typename: 'NotFound' });
});

test('An automatic set classifies new documents, of its own tenant alone', async () => {
  const { labelSet } = (await create({ name: 'inbox', labels, threshold: 0.3, automatic: true })) as Made;
  const { id } = await host.addDocument('We would like to order three hundred boxes of paper, please.');
  await host.settled();
  const query = 'query ($id: ID!) { document(id: $id) { labels { label labelSet { id } } } }';
  expect(await host.query(query, { id })).toMatchObject({
    document: { labels: [{ label: 'order', labelSet: { id: labelSet.id } }] },
  });
  const list = '{ labelSets(first: 10) { totalCount nodes { id name } } }';
  expect(await host.query(list)).toMatchObject({ labelSets: { totalCount: 1, nodes: [{ name: 'inbox' }] } });
  const other = await host.tenant();
  expect(await other.query(list)).toMatchObject({ labelSets: { totalCount: 0 } });
  expect(await other.query('query ($id: ID!) { labelSet(id: $id) { id } }', { id: labelSet.id })).toEqual({
    labelSet: null,
  });
});

test('What is no label set is refused, and says why', async () => {
  for (const wrong of [
    { name: 'x', labels: labels.slice(0, 1) },
    { name: 'x', labels: [labels[0], labels[0]] },
    { name: 'x', labels: [labels[0], { name: 'empty' }] },
    { name: '', labels },
    { name: 'x', labels, threshold: 2 },
  ])
    expect(await create(wrong)).toMatchObject({
      __typename: 'InvalidInput',
      message: expect.stringContaining('input.'),
    });
});

test('A document is classified: kind, language, topics, sensitivity; stored, and null before', async () => {
  const { id } = await host.addDocument(
    'CONFIDENTIAL\n\nMaintenance contract of the harbour pump. The harbour pump is maintained twice a year. Salary of the keeper: EUR 4,000. IBAN DE89 3704 0044 0532 0130 00.',
  );
  const query =
    'query ($id: ID!) { document(id: $id) { classification { language sensitivity { level } } } }';
  expect(await host.query(query, { id })).toEqual({ document: { classification: null } });
  const found = await ask(
    'classifyText',
    'ClassifyTextInput',
    '... on TextClassification { kind language topics { topic confidence } sensitivity { level confidence reasons { kind detail count } } result { engine } }',
    { documentId: id },
  );
  expect(found).toMatchObject({
    language: 'en',
    topics: expect.arrayContaining([{ topic: 'harbour pump', confidence: expect.any(Number) }]),
    sensitivity: { level: 'CONFIDENTIAL' },
    result: { engine: 'BUILT_IN' },
  });
  // What is sensitive is counted and not repeated.
  expect(JSON.stringify(found)).not.toContain('3704');
  expect(await host.query(query, { id })).toMatchObject({
    document: { classification: { language: 'en', sensitivity: { level: 'CONFIDENTIAL' } } },
  });
  expect(
    await ask('classifyText', 'ClassifyTextInput', '... on TextClassification { kind }', {
      text: 'a',
      documentId: id,
    }),
  ).toMatchObject({ __typename: 'InvalidInput' });
});
