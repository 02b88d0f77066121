import { join } from 'node:path';
import type { RunEventData } from 'tributary/client';
import { repositoryRoot } from '#platform/config';
import { createTestHost, type TestHost } from '../testkit/index.js';

/* Priority, deadline, seed and pin by the fields of plugins: what streams and what answers take the same options. */

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost(join(repositoryRoot, 'plugins/summarization'));
});
afterAll(() => host.close());

const text = 'The mill grinds flour for the valley. The wheel of the mill is old. It rained on Tuesday.';
const summarize = `mutation ($input: SummarizeTextInput!) { summarizeText(input: $input) { __typename
  ... on TextSummary { text result { runId seed pinned engine } } ... on Failure { code } } }`;
const stream = `subscription ($text: String!, $options: RunOptionsInput) {
  summaryOfText(text: $text, options: $options) { __typename runId cursor ... on RunFailed { code }
    ... on RunFinished { result { ... on Answer { text result { seed pinned engine } } } } } }`;
type Summary = {
  __typename: string;
  code?: string;
  result?: { runId: string; seed: number; pinned: boolean };
};

const answered = async (options: object) =>
  (await host.query<{ summarizeText: Summary }>(summarize, { input: { text, options } })).summarizeText;

it('a seed reaches the model by a field that answers, and the same seed is the same answer', async () => {
  host.model.says('The mill is old.', 'Another thing.');
  const first = await answered({ seed: 7 });
  expect(first).toMatchObject({
    __typename: 'TextSummary',
    result: { seed: 7, pinned: true, engine: 'MODEL' },
  });
  expect(host.model.requests.at(-1)).toMatchObject({ seed: 7 });
  expect((await answered({ seed: 7 })).result?.runId).toBe(first.result?.runId);
  const pin = { engine: 'BUILT_IN' };
  expect(await answered({ pin })).toMatchObject({ result: { seed: null, pinned: true, engine: 'BUILT_IN' } });
});

it('a field that streams takes them too, and a person waits for both', async () => {
  host.model.says('The wheel is old.');
  const parts: RunEventData[] = [];
  for await (const part of host.stream(stream, { text, options: { seed: 9 } })) parts.push(part);
  expect(parts.at(-1)).toMatchObject({ result: { result: { seed: 9, pinned: true } } });
  await answered({ priority: 'BATCH', seed: 10 });
  const rows = await host.assembly.platform.database.tenant(host.id, (tx) =>
    tx.query<{ priority: number; seed: string }>(
      `select j.priority, r.variant->>'seed' as seed from platform.jobs j
         join capabilities.runs r on r.id::text = j.key where j.name = 'capabilities.run'`,
    ),
  );
  const priorityOf = (seed: string) => rows.find((row) => row.seed === seed)?.priority;
  expect([priorityOf('7'), priorityOf('9'), priorityOf('10')]).toEqual([0, 0, 2]);
});

it('an option that is none is refused', async () => {
  expect(await answered({ deadlineMs: 1 })).toMatchObject({ __typename: 'InvalidInput' });
  expect(await answered({ pin: { model: 'nobody' } })).toMatchObject({ __typename: 'InvalidInput' });
});
