import type { RequestContext } from 'tributary/sdk';
import { codePointSlice } from 'tributary/text';
import { v7 as newId } from 'uuid';
import { type AssembledSystem, assembleSystem } from '../../testkit/assembled-system.js';
import { runSelection, streamRun } from '../../testkit/streamed-run.js';
import { callerOf } from '../../testkit/subgraph-host.js';

const group = newId();
const ann = callerOf(newId(), { actor: 'user:ann', roles: ['member'], groups: [group] });
const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
const text = `The mill in the valley grinds flour for eleven villages. Its wheel was built of oak in 1780.
The miller repairs the wheel every spring before the water rises. Flour is sold on the market of the valley.\fIn the winter of 1963 the water froze and the wheel of the mill stood still. The villages bought their flour elsewhere.`;

let system: AssembledSystem;
let id = '';
beforeAll(async () => {
  system = await assembleSystem();
  ({ id } = await system.document(ann, text, { groups: [group] }));
});
afterAll(() => system.close());

const source = `subscription ($documentId: ID!, $sentences: Int) {
  summarize(documentId: $documentId, sentences: $sentences) { ${runSelection} } }`;
const summarize = (context: RequestContext, variables: Record<string, unknown>) =>
  streamRun(system, context, { subgraph: 'summarization', source, variables });
const stored = async (context: RequestContext, sentences: number) => {
  const entity = `query ($of: [_Any!]!, $sentences: Int) { _entities(representations: $of) {
    ... on Document { summary(sentences: $sentences) { text result { grounded } } } } }`;
  const of = [{ __typename: 'Document', id }];
  type Found = { _entities: { summary: { text: string } | null }[] };
  const { _entities } = await system.data<Found>(context, 'summarization', entity, { of, sentences });
  return _entities[0]?.summary ?? null;
};

test('a summary quotes the document in its order, and every sentence is cited', async () => {
  expect(await stored(ann, 3)).toBeNull();
  const run = await summarize(ann, { documentId: id, sentences: 3 });
  expect(run.end.result).toMatchObject({ __typename: 'Answer', text: run.text, result: { grounded: true } });
  expect(run.citations).toHaveLength(3);
  const pages = text.split('\f');
  const places = run.citations.map(({ page, start }) => page * 1_000_000 + start);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  for (const { answerStart, answerEnd, page, start, end, quote } of run.citations) {
    expect(codePointSlice(pages[page - 1] ?? '', start, end)).toBe(quote);
    expect(codePointSlice(run.text, answerStart, answerEnd)).toBe(quote.replace(/\s+/g, ' '));
  }
  expect(await stored(ann, 3)).toMatchObject({ text: run.text, result: { grounded: true } });
  expect(await stored(ann, 2)).toBeNull();
});

test('is for who may read the document', async () => {
  await summarize(ann, { documentId: id, sentences: 1 });
  expect(await stored(bob, 1)).toBeNull();
  for (const context of [bob, callerOf(newId(), { groups: [group] })])
    await expect(summarize(context, { documentId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(summarize(ann, { documentId: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('what cannot be summarised is refused', async () => {
  for (const variables of [
    { documentId: 'no id' },
    { documentId: id, sentences: 0 },
    { documentId: id, sentences: 21 },
  ])
    await expect(summarize(ann, variables)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});
