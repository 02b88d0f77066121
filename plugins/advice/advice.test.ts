import { codePointSlice } from 'tributary/text';
import { v7 as newId } from 'uuid';
import { type AssembledSystem, assembleSystem } from '../../testkit/assembled-system.js';
import { runSelection, streamRun } from '../../testkit/streamed-run.js';
import { callerOf } from '../../testkit/subgraph-host.js';

const group = newId();
const ann = callerOf(newId(), { actor: 'user:ann', roles: ['member'], groups: [group] });
const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
const invoice = (number: string, net: number, note: string) => `Zander Printing Ltd
4 Mill Lane, Leeds LS1 4AB

INVOICE

Bill to: Meadow Design Studio
Invoice number: ${number}
Invoice date: 3 March 2026
Order number: B-2207

Net total: GBP ${net.toFixed(2)}
VAT 20%: GBP ${(net * 0.2).toFixed(2)}
Total due: GBP ${(net * 1.2).toFixed(2)}

${note}
`;
const order = `Meadow Design Studio
PURCHASE ORDER

Order number: B-2207
Order date: 1 March 2026
Supplier: Zander Printing Ltd

Net total: GBP 250.00
`;

let system: AssembledSystem;
beforeAll(async () => {
  system = await assembleSystem();
});
afterAll(() => system.close());

interface Recommended {
  id: string;
  kind: string;
  state: string;
  title: string;
  action: { operation: string; variables: Record<string, string> } | null;
  verdicts: { rule: string; result: string }[];
}
const recommended = async (documentId: string) => {
  type Found = { recommendations: { nodes: Recommended[] } };
  const source = `query ($documentId: ID) { recommendations(filter: { documentId: $documentId }) {
    nodes { id kind state title action { operation variables } verdicts { rule result } } } }`;
  const { recommendations } = await system.data<Found>(ann, 'recommendations', source, { documentId });
  return new Map(recommendations.nodes.map((node) => [node.kind, node]));
};
const explain = (context: typeof ann, recommendationId = '') =>
  streamRun(system, context, {
    subgraph: 'advice',
    source: `subscription ($id: ID!) { explainRecommendation(recommendationId: $id) { ${runSelection} } }`,
    variables: { id: recommendationId },
  });

test('a bill is related to its order and its copy, advised on, judged by rules and explained with places', async () => {
  const [placed, first, copy] = [
    await system.document(ann, order, { name: 'order.txt' }),
    await system.document(ann, invoice('ZP-77', 250, 'Thank you.'), { name: 'first.txt' }),
    await system.document(ann, invoice('ZP-77', 250, 'Sent once more.'), { name: 'copy.txt' }),
  ];
  const ofFirst = await recommended(first.id);
  expect([...ofFirst.keys()]).toEqual(expect.arrayContaining(['APPROVE', 'MATCH_ORDER']));
  expect(ofFirst.get('APPROVE')).toMatchObject({ state: 'OPEN' });
  expect(ofFirst.get('MATCH_ORDER')).toMatchObject({
    state: 'OPEN',
    verdicts: [
      { rule: 'order-within-tolerance', result: 'PASSED' },
      { rule: 'order-lines-as-ordered', result: 'PASSED' },
    ],
  });
  const ofCopy = await recommended(copy.id);
  expect(ofCopy.get('FLAG_DUPLICATE')).toMatchObject({
    title: 'copy.txt looks like a duplicate of first.txt',
    action: { operation: 'RemoveDuplicate', variables: { documentId: copy.id } },
    verdicts: [{ rule: 'duplicate-has-evidence', result: 'PASSED' }],
  });
  expect(ofCopy.has('APPROVE')).toBe(false);

  const approval = await explain(ann, ofFirst.get('APPROVE')?.id);
  expect(approval.end.result).toMatchObject({
    __typename: 'Answer',
    result: { engine: 'BUILT_IN', grounded: true },
  });
  expect(approval.text).toContain('«ZP-77»');
  const text = invoice('ZP-77', 250, 'Thank you.');
  for (const { start, end, quote, document, answerStart, answerEnd } of approval.citations) {
    expect(document?.id).toBe(first.id);
    expect(codePointSlice(text, start, end)).toBe(quote);
    expect(codePointSlice(approval.text, answerStart, answerEnd)).toContain(quote);
  }
  // Evidence that is a whole document is cited by how it begins.
  const match = await explain(ann, ofFirst.get('MATCH_ORDER')?.id);
  expect(match.end.result?.result.grounded).toBe(true);
  expect(match.citations.map(({ document }) => document?.id)).toContain(placed.id);
});

test('an order that differs from its bill waits for a person', async () => {
  const other = invoice('ZP-99', 400, 'Express.').replaceAll('B-2207', 'B-9');
  await system.document(ann, order.replaceAll('B-2207', 'B-9'), { name: 'order-9.txt' });
  const { id } = await system.document(ann, other, { name: 'dear.txt' });
  expect((await recommended(id)).get('MATCH_ORDER')).toMatchObject({
    state: 'NEEDS_REVIEW',
    verdicts: expect.arrayContaining([
      expect.objectContaining({ rule: 'order-within-tolerance', result: 'REVIEW' }),
    ]),
  });
});

test('advice on a document that everybody reads names nothing that some may not read', async () => {
  const body = 'Minutes of the assembly of the rowing club about the new boathouse and its roof of copper.';
  const hidden = await system.document(ann, `${body} Held in camera.`, {
    groups: [group],
    name: 'secret-minutes.txt',
  });
  const open = await system.document(ann, `${body} For everybody.`, { name: 'minutes.txt' });
  expect(JSON.stringify([...(await recommended(open.id)).values()])).not.toContain('secret-minutes');
  const ofHidden = (await recommended(hidden.id)).get('SIMILAR');
  expect(ofHidden?.title ?? 'minutes.txt').toContain('minutes.txt');
});

test('an explanation is for who may read the recommendation', async () => {
  const { id } = await system.document(ann, invoice('ZP-500', 10, 'Secret.'), { groups: [group] });
  const [recommendation] = (await recommended(id)).values();
  expect((await explain(ann, recommendation?.id)).end.result?.__typename).toBe('Answer');
  for (const unknown of [recommendation?.id, newId()]) {
    const { text, end } = await explain(bob, unknown);
    expect({ text, code: end.code }).toEqual({ text: '', code: 'NOT_FOUND' });
  }
  await expect(explain(ann, 'no id')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});
