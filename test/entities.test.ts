import { Caller } from '../testkit/caller.js';
import { addText } from '../testkit/isolation/world.js';
import { TestSystem } from '../testkit/system.js';

/* One call a subgraph and level, whatever the number of items, and as few transactions for many as for few. */

const documents = 24;
const query = `query Joined($first: Int!) {
  documents(first: $first) {
    totalCount
    nodes {
      id
      summary { text }
      similar(first: 2) { score document { id name } }
      recommendations(first: 2) {
        nodes {
          id kind
          document { id name }
          evidence { document { id kind reviews(first: 2) { nodes { id document { name } } } } }
        }
      }
    }
  }
}`;
const bill = (number: number, total: string) => `Zander Printing Ltd
4 Mill Lane, Leeds LS1 4AB

INVOICE

Bill to: Meadow Design Studio
Invoice number: ZP-${number}
Invoice date: 3 March 2026

Net total: GBP 250.00
VAT 20%: GBP 50.00
Total due: GBP ${total}
`;

let system: TestSystem;
let caller: Caller;

beforeAll(async () => {
  system = await TestSystem.start({ settings: { LIMITS: 'cost=100000', TENANT_CONCURRENCY: '8' } });
  caller = new Caller(system.url, system.token);
  // Pairs of copies: each second one has evidence in the first, and a review of its total.
  const pairs = Array.from({ length: documents / 2 }, (_, pair) => pair);
  await Promise.all(
    pairs.map((pair) => addText(caller, { name: `${pair}-a.txt`, text: bill(pair, '300.00') })),
  );
  await Promise.all(
    pairs.map((pair) => addText(caller, { name: `${pair}-b.txt`, text: bill(pair, '380.00') })),
  );
}, 180_000);
afterAll(() => system?.close());

/** The counters of one name that changed while the work ran, by their labels. */
async function counted<T>(
  name: string,
  work: () => Promise<T>,
): Promise<{ result: T; counts: Record<string, number> }> {
  const read = async () => {
    const text = await (await fetch(`${system.url}/metrics`)).text();
    const lines = text.matchAll(new RegExp(`^${name}\\{(.*)\\} (\\d+)$`, 'gm'));
    return Object.fromEntries([...lines].map(([, labels = '', count]) => [labels, Number(count)]));
  };
  const before = await read();
  const result = await work();
  const after = Object.entries(await read()).map(([labels, count]): [string, number] => [
    labels,
    count - (before[labels] ?? 0),
  ]);
  return { result, counts: Object.fromEntries(after.filter(([, count]) => count > 0)) };
}
const ask = (first: number) => caller.data(query, { first });

it('joins many entities over four levels by one call a subgraph and level', async () => {
  await ask(1);
  const { result, counts } = await counted('graphql_subgraph_calls_total', () => ask(documents));
  const { nodes } = result.documents;
  expect(nodes).toHaveLength(documents);
  type Recommendation = {
    document: { name: string };
    evidence: { document: { reviews: { nodes: object[] } } }[];
  };
  const recommendations: Recommendation[] = nodes.flatMap(
    (node: { recommendations: { nodes: Recommendation[] } }) => node.recommendations.nodes,
  );
  const evidence = recommendations.flatMap((recommendation) => recommendation.evidence);
  expect(recommendations.length).toBeGreaterThanOrEqual(documents);
  expect(evidence.length).toBeGreaterThan(20);
  expect(evidence.flatMap(({ document }) => document.reviews.nodes).length).toBeGreaterThan(5);
  expect(counts).toEqual({
    // documents
    'subgraph="documents",kind="FIELDS"': 1,
    // documents.similar, .summary and .recommendations, each of its own subgraph, side by side
    'subgraph="search",kind="ENTITIES"': 1,
    'subgraph="summarization",kind="ENTITIES"': 1,
    'subgraph="recommendations",kind="ENTITIES"': 1,
    // the documents of all of these; below, those of the reviews
    'subgraph="documents",kind="ENTITIES"': 2,
    'subgraph="reviews",kind="ENTITIES"': 1,
  });
});

it('reads many items in as many transactions as few', async () => {
  const transactions = async (first: number) => {
    const { counts } = await counted('database_transactions_total', () => ask(first));
    return counts['thread="main",role="tributary_app"'] ?? 0;
  };
  const few = await transactions(3);
  const many = await transactions(documents);
  expect(few).toBeGreaterThan(4);
  expect(many).toBeLessThanOrEqual(few + 2);
  expect(many).toBeLessThan(40);
});
