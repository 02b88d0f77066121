import { createTestHost, type TestHost } from 'tributary/testkit';
import { called, statesOf, workflowsOf } from './test-workflows.fixture.js';

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
