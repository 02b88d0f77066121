import { createClient, operation } from 'tributary/client';
import { createTestHost, type TestHost } from 'tributary/testkit';
import { called, statesOf, sweepNow, workflowsOf } from './test-workflows.fixture.js';

let host: TestHost;
let flows: ReturnType<typeof workflowsOf>;
beforeAll(async () => {
  host = await createTestHost(import.meta.url);
  flows = workflowsOf(host);
});
afterAll(() => host?.close());

const claims = (name: string, more: object = {}) => ({
  name,
  type: 'capability',
  capability: 'evaluation.check-claims',
  input: { claims: ['The mill is old.'], sources: ['The mill is {{$.trigger.input.age}} old.'] },
  ...more,
});

test('steps follow each other over the data of those before, and each is shown', async () => {
  await flows.set(
    'simple',
    called([
      claims('check'),
      {
        name: 'way',
        type: 'branch',
        cases: [
          {
            when: {
              fact: 'steps',
              path: '$.check.output.output.supportedShare',
              operator: 'equal',
              value: 1,
            },
            steps: [
              claims('again', { input: { claims: ['A.'], sources: ['{{$.steps.check.output.runId}}'] } }),
            ],
          },
        ],
        otherwise: [claims('never')],
      },
      {
        name: 'each',
        type: 'loop',
        over: '$.trigger.input.names',
        most: 3,
        collect: '{{$.item}}',
        steps: [claims('one', { input: { claims: ['{{$.item}} came.'], sources: ['{{$.item}} came.'] } })],
      },
      {
        name: 'both',
        type: 'parallel',
        branches: [
          [claims('left')],
          [claims('right', { when: { fact: 'index', operator: 'equal', value: 1 } })],
        ],
      },
    ]),
  );
  const id = await flows.start('simple', { age: 'very', names: ['Ann', 'Bob'] });
  await host.settled();
  const run = await flows.run(id);
  expect(run?.error).toBeNull();
  expect(run).toMatchObject({ state: 'FINISHED', isHidden: false });
  expect(statesOf(run)).toEqual([
    'check DONE',
    'way DONE',
    'way/0/again DONE',
    'each DONE',
    'each/0/one DONE',
    'each/1/one DONE',
    'both DONE',
    'both/0/left DONE',
    'both/1/right SKIPPED',
  ]);
  const each = run?.steps.find(({ name }) => name === 'each');
  expect(each?.output).toEqual({ count: 2, collected: ['Ann', 'Bob'] });
  const told = await host.assembly.platform.database.tenant(host.id, (tx) =>
    tx.query(`select payload from platform.outbox where name = 'automation.finished'`),
  );
  expect(told).toEqual([
    { payload: { workflowRunId: id, workflowId: 'simple', version: 1, state: 'FINISHED' } },
  ]);
});

const addNote = `mutation AddNote($input: AddTextInput!) { addText(input: $input) {
  __typename ... on DocumentPayload { document { id } } ... on Failure { code message } } }`;
const dropNote = `mutation DropNote($input: DeleteDocumentInput!) { deleteDocument(input: $input) {
  __typename ... on Failure { code message } } }`;
const register = async (document: string) => {
  const source = `mutation ($input: RegisterOperationInput!) { registerOperation(input: $input) {
    __typename ... on Failure { code message } } }`;
  await host.query(source, { input: { document } });
};
const note = (name: string, more: object = {}) => ({
  name,
  type: 'operation',
  operation: 'AddNote',
  variables: { input: { name: `${name}.txt`, text: `{{$.trigger.input.text}} by ${name} in {{$.run.id}}` } },
  repeatable: true,
  ...more,
});
const dropping = (name: string) => ({
  type: 'operation',
  operation: 'DropNote',
  variables: { input: { documentId: `{{$.steps.${name}.output.addText.document.id}}` } },
  repeatable: true,
});
test('what was done is undone in reverse when a step fails, and the failure is told', async () => {
  await register(addNote);
  await register(dropNote);
  const definition = called(
    [
      note('first', { compensate: dropping('first') }),
      note('second', { compensate: dropping('second') }),
      {
        name: 'wrong',
        type: 'operation',
        operation: 'DropNote',
        variables: { input: { documentId: '{{$.run.id}}' } },
      },
    ],
    {
      onFailure: [
        { name: 'tell', type: 'notify', to: ['tenant'], title: 'It failed', body: 'In {{$.run.id}}.' },
      ],
    },
  );
  await flows.set('undone', definition);
  const id = await flows.start('undone', { text: 'Oak' });
  await host.settled();
  const run = await flows.run(id);
  expect(run).toMatchObject({
    state: 'FAILED',
    error: { code: 'WORKFLOW_STEP_FAILED', path: 'wrong' },
  });
  expect(statesOf(run)).toEqual([
    'first UNDONE',
    'second UNDONE',
    'wrong FAILED',
    'second/undo DONE',
    'first/undo DONE',
    'failed/tell DONE',
  ]);
  // What was made of the documents went with them; what was done stays.
  expect(run).toMatchObject({ isHidden: true, documentIds: [], trigger: null });
  const { documents } = await host.query<{ documents: { totalCount: number } }>(
    '{ documents { totalCount } }',
  );
  expect(documents.totalCount).toBe(0);
});

test('a person approves exactly what is shown, or ends the run', async () => {
  const approval = {
    name: 'ask',
    type: 'approval',
    reason: 'Shall {{$.trigger.input.text}} be noted?',
    shown: { text: '{{$.trigger.input.text}}' },
  };
  await flows.set('asking', called([approval, note('noted')]));
  const review = async (id: string) => {
    const run = await flows.run(id);
    const reference = run?.steps.find(({ name }) => name === 'ask')?.waitingFor?.reference;
    type Review = {
      review: { id: string; reason: string; fingerprint: string; shown: unknown; state: string };
    };
    const source = 'query ($id: ID!) { review(id: $id) { id reason fingerprint shown state } }';
    return (await host.query<Review>(source, { id: reference })).review;
  };
  const resolve = async (outcome: string, { id, fingerprint }: { id: string; fingerprint: string }) => {
    const source = `mutation ($input: ResolveReviewInput!) { it: resolveReview(input: $input) { __typename ... on Failure { code message } } }`;
    const { it } = await host.query<{ it: { __typename: string } }>(source, {
      input: { reviewId: id, outcome, fingerprint },
    });
    await host.settled();
    return it.__typename;
  };
  const approved = await flows.start('asking', { text: 'Elm' });
  const rejected = await flows.start('asking', { text: 'Ash' });
  const cancelled = await flows.start('asking', { text: 'Fir' });
  await host.settled();
  const asked = await review(approved);
  expect(asked).toMatchObject({
    reason: 'Shall Elm be noted?',
    state: 'OPEN',
    shown: { shown: { text: 'Elm' } },
  });
  expect(await resolve('APPROVED', { ...asked, fingerprint: 'other' })).toBe('Conflict');
  expect(await resolve('APPROVED', asked)).toBe('ResolveReviewPayload');
  expect(await flows.run(approved)).toMatchObject({ state: 'FINISHED' });
  expect(await resolve('REJECTED', await review(rejected))).toBe('ResolveReviewPayload');
  expect(await flows.run(rejected)).toMatchObject({
    state: 'FAILED',
    error: { path: 'ask', message: expect.stringContaining('rejected') },
  });
  const open = await review(cancelled);
  expect((await flows.cancel(cancelled)).__typename).toBe('WorkflowRunPayload');
  await host.settled();
  expect(await flows.run(cancelled)).toMatchObject({ state: 'CANCELLED' });
  const source = 'query ($id: ID!) { review(id: $id) { state } }';
  expect(await host.query(source, { id: open.id })).toEqual({ review: { state: 'EXPIRED' } });
});

test('an event begins a workflow once, for documents that its filter lets through', async () => {
  await flows.set('incoming', {
    format: 1,
    title: 'Letters',
    trigger: {
      type: 'event',
      event: 'document.processed',
      when: { fact: 'document', path: '$.name', operator: 'equal', value: 'letter.txt' },
    },
    steps: [
      {
        name: 'summary',
        type: 'capability',
        capability: 'summarization.summarize',
        input: { documentId: '{{$.trigger.documentId}}', sentences: 1 },
      },
      {
        name: 'tell',
        type: 'notify',
        to: ['tenant'],
        title: 'New: {{$.document.name}}',
        body: '{{$.steps.summary.output.text}}',
        document: '{{$.trigger.documentId}}',
      },
    ],
  });
  const { id } = await host.addDocument('The mill in the valley grinds flour for eleven villages.', {
    name: 'letter.txt',
  });
  await host.addDocument('The barn is empty since the harvest of last year.', { name: 'other.txt' });
  const runs = await flows.runsOf('incoming');
  expect(runs).toMatchObject([{ state: 'FINISHED', documentIds: [id] }]);
  expect(runs[0]?.steps[1]?.input).toMatchObject({
    title: 'New: letter.txt',
    body: expect.stringContaining('mill'),
  });
  expect(await flows.disable('incoming')).toMatchObject({ workflow: { state: 'DISABLED' } });
  await host.addDocument('The mill in the town grinds nothing.', { name: 'letter.txt' });
  expect(await flows.runsOf('incoming')).toHaveLength(1);
});

test('a wait ends when its time has come, by what comes round', async () => {
  await flows.set('patient', called([{ name: 'rest', type: 'wait', for: '1h' }, claims('check')]));
  const id = await flows.start('patient', { age: 'very' });
  await host.settled();
  expect(statesOf(await flows.run(id))).toEqual(['rest WAITING']);
  host.clock.advance(3_600_000);
  await sweepNow(host);
  expect(statesOf(await flows.run(id))).toEqual(['rest DONE', 'check DONE']);
});

test('a wait for an event takes the one that its condition names', async () => {
  const where = {
    fact: 'event',
    path: '$.documentId',
    operator: 'equal',
    value: { fact: 'steps', path: '$.x.output.addText.document.id' },
  };
  await flows.set(
    'awaiting',
    called([note('x'), { name: 'read', type: 'wait', event: 'document.processed', where }]),
  );
  const id = await flows.start('awaiting', { text: 'Yew' });
  await host.settled();
  await host.addDocument('Another document that nobody waits for.');
  const run = await flows.run(id);
  expect(statesOf(run)).toEqual(['x DONE', 'read DONE']);
  expect(run?.steps[1]?.output).toMatchObject({ event: { name: 'document.processed' } });
});

test('a capability that does not answer fails the run, unless the step goes on', async () => {
  const none = (name: string, more: object = {}) => ({
    name,
    type: 'capability',
    capability: 'summarization.summarize',
    input: { documentId: '{{$.run.id}}' },
    ...more,
  });
  await flows.set('absent', called([none('maybe', { onError: 'CONTINUE' }), claims('check'), none('must')]));
  const id = await flows.start('absent', { age: 'very' });
  await host.settled();
  const run = await flows.run(id);
  expect(statesOf(run)).toEqual(['maybe FAILED', 'check DONE', 'must FAILED']);
  expect(run).toMatchObject({ state: 'FAILED', error: { code: 'NOT_FOUND', path: 'must' } });
});

test('what may pass is tried again after a wait that doubles, and so often as the step says', async () => {
  const asking = (name: string, attempts: number) => ({
    name,
    type: 'capability',
    capability: 'automation.summarize-run',
    input: { runId: '{{$.run.id}}', revision: attempts },
    engine: 'MODEL',
    retry: { attempts, backoff: '10s' },
  });
  await flows.set('again', called([asking('ask', 3)]));
  await flows.set('never', called([asking('ask', 2)]));
  const again = await flows.start('again');
  const never = await flows.start('never');
  await host.settled();
  const waits = `query ($id: ID!) { workflowRun(id: $id) { steps { attempts state error { code }
    waitingFor { kind dueAt } } } }`;
  const shown = async (id: string) =>
    (await host.query<{ workflowRun: { steps: object[] } }>(waits, { id })).workflowRun.steps;
  const retrying = (attempts: number, seconds: number) => [
    {
      attempts,
      state: 'RETRYING',
      error: { code: 'ENGINE_UNAVAILABLE' },
      waitingFor: {
        kind: 'RETRY',
        dueAt: new Date(host.clock.now().getTime() + seconds * 1_000).toISOString(),
      },
    },
  ];
  expect(await shown(again)).toEqual(retrying(1, 10));
  host.clock.advance(9_000);
  await sweepNow(host);
  expect(await shown(again)).toEqual(retrying(1, 1));
  host.clock.advance(1_000);
  await sweepNow(host);
  expect(await shown(again)).toEqual(retrying(2, 20));
  expect(await flows.run(never)).toMatchObject({
    state: 'FAILED',
    error: { code: 'ENGINE_UNAVAILABLE', path: 'ask' },
    steps: [{ attempts: 2, state: 'FAILED' }],
  });
  host.model.says(JSON.stringify({ text: 'The step ask is under way.' }));
  host.clock.advance(20_000);
  await sweepNow(host);
  host.model.rests();
  expect(await flows.run(again)).toMatchObject({
    state: 'FINISHED',
    steps: [{ attempts: 3, state: 'DONE', output: { text: 'The step ask is under way.' } }],
  });
});

test('a loop takes no more turns than it may, and branches side by side fail together', async () => {
  const always = { fact: 'index', operator: 'greaterThanInclusive', value: 0 };
  const loop = (more: object) => ({ name: 'each', type: 'loop', most: 2, steps: [claims('one')], ...more });
  await flows.set('list', called([loop({ over: '$.trigger.input.names' })]));
  await flows.set('endless', called([loop({ while: always })]));
  const sides = {
    name: 'both',
    type: 'parallel',
    branches: [[claims('left')], [{ name: 'right', type: 'wait', until: 'some day' }]],
  };
  await flows.set('sides', called([sides, claims('behind')]));
  const ends = async (id: string, input: object) => {
    const run = await flows.start(id, { age: 'very', ...input });
    await host.settled();
    return flows.run(run);
  };
  const list = await ends('list', { names: ['Ann', 'Bob', 'Cleo'] });
  expect(statesOf(list)).toEqual(['each FAILED']);
  expect(list).toMatchObject({
    state: 'FAILED',
    error: { path: 'each', message: expect.stringContaining('3') },
  });
  const endless = await ends('endless', {});
  expect(statesOf(endless)).toEqual(['each FAILED', 'each/0/one DONE', 'each/1/one DONE']);
  expect(endless).toMatchObject({ state: 'FAILED', error: { path: 'each' } });
  const failed = await ends('sides', {});
  expect(failed).toMatchObject({ state: 'FAILED', error: { path: 'both/1/right' } });
  expect(failed?.steps.map(({ path }) => path)).not.toContain('behind');
});

test('an approval that was decided while the run lay dead is not asked again', async () => {
  await flows.set('dead', called([{ name: 'ask', type: 'approval', reason: 'Go on?' }, claims('check')]));
  const id = await flows.start('dead', { age: 'very' });
  await host.settled();
  const reviewId = (await flows.run(id))?.steps[0]?.waitingFor?.reference;
  // As a crash leaves it: the question is asked, and the run does not know of it.
  const ofStep = `plugin = 'automation' and key like '%${id}/ask'`;
  await host.assembly.platform.database.tenant(host.id, async (tx) => {
    await tx.query(`delete from platform.plugin_store where collection = 'watches' and ${ofStep}`);
    await tx.query(`update platform.plugin_store set value = value || '{"state":"RUNNING","waiting":null}'
      where collection = 'run-steps' and ${ofStep}`);
    await tx.query(`update platform.plugin_store set value = value || '{"active":true}'
      where collection = 'runs' and value->>'id' = '${id}'`);
    await tx.query(`update platform.plugin_store_indexes set value = 'true'
      where collection = 'runs' and field = 'active' and key = (select key from platform.plugin_store
        where collection = 'runs' and value->>'id' = '${id}')`);
  });
  const source = `query ($id: ID!) { review(id: $id) { fingerprint } reviews(first: 100) { totalCount } }`;
  type Reviews = { review: { fingerprint: string }; reviews: { totalCount: number } };
  const { review, reviews } = await host.query<Reviews>(source, { id: reviewId });
  const input = { reviewId, outcome: 'APPROVED', fingerprint: review.fingerprint };
  await host.query('mutation ($input: ResolveReviewInput!) { resolveReview(input: $input) { __typename } }', {
    input,
  });
  await host.settled();
  expect(await flows.run(id)).toMatchObject({ state: 'RUNNING' });
  host.clock.advance(91_000);
  await sweepNow(host);
  expect(await flows.run(id)).toMatchObject({
    state: 'FINISHED',
    steps: [{ name: 'ask', state: 'DONE', resumed: 1, output: { reviewId, outcome: 'APPROVED' } }, {}],
  });
  const after = await host.query<Reviews>(source, { id: reviewId });
  expect(after.reviews.totalCount).toBe(reviews.totalCount);
});

test('for who may act no more nothing begins, and a run that waited ends as failed', async () => {
  const make = `mutation ($input: CreateKeyInput!) { it: createKey(input: $input) {
    ... on CreateKeyPayload { key apiKey { id } } } }`;
  type Made = { it: { key: string; apiKey: { id: string } } };
  const { it: made } = await host.query<Made>(make, { input: { name: 'leaver', roles: ['ADMIN'] } });
  const client = createClient({ url: host.url, token: made.key });
  const query = <Data>(document: string, variables: Record<string, unknown> = {}) =>
    client.request(operation<Data>(document), variables);
  await workflowsOf({ query }).set(
    'left',
    called([
      {
        name: 'both',
        type: 'parallel',
        branches: [
          [{ name: 'rest', type: 'wait', for: '1h' }],
          [{ name: 'ask', type: 'approval', reason: 'Go on?' }],
        ],
      },
    ]),
  );
  await client.close();
  const id = await flows.start('left');
  await host.settled();
  const waiting = (await flows.run(id))?.steps.find(({ name }) => name === 'ask');
  expect(waiting?.state).toBe('WAITING');
  const revoke = 'mutation ($input: RevokeKeyInput!) { revokeKey(input: $input) { __typename } }';
  await host.query(revoke, { input: { keyId: made.apiKey.id } });
  await flows.start('left');
  host.clock.advance(3_600_000);
  for (let looks = 0; looks < 4; looks += 1) {
    await sweepNow(host);
    host.clock.advance(91_000);
  }
  expect(await flows.runsOf('left')).toMatchObject([
    {
      id,
      state: 'FAILED',
      error: { message: expect.stringContaining('can no longer act') },
      steps: [{}, { name: 'rest', state: 'CANCELLED' }, { name: 'ask', state: 'CANCELLED' }],
    },
  ]);
  // Nobody is asked for it any more.
  const source = 'query ($id: ID!) { review(id: $id) { state } }';
  expect(await host.query(source, { id: waiting?.waitingFor?.reference })).toEqual({
    review: { state: 'EXPIRED' },
  });
});
