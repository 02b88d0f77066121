import { post, startTestGateway, type TestGateway } from './test-gateway.js';

let system: TestGateway;
beforeAll(async () => {
  system = await startTestGateway();
});
afterAll(() => system.stop());

test('fields of an entity come from two subgraphs, by one _entities call a level', async () => {
  system.calls.references.length = 0;
  const query = '{ books(first: 3) { nodes { id title score reviews { text book { score } } } totalCount } }';
  const { status, body } = await post(system.graphql, { query });
  expect(status).toBe(200);
  expect(body.errors).toBeUndefined();
  expect(body.data.books.nodes[1]).toEqual({
    id: '2',
    title: 'Title 2',
    score: 2,
    reviews: [{ text: 'About 2', book: { score: 2 } }],
  });
  expect(system.calls.references).toEqual([3]);
});

test('two branches that need the same subgraph share one call', async () => {
  system.calls.references.length = 0;
  const { body } = await post(system.graphql, {
    query: '{ shelf { left { score } right { score } } a: book(id: "7") { score } }',
  });
  expect(body.data).toEqual({ shelf: { left: { score: 1 }, right: { score: 2 } }, a: { score: 7 } });
  expect(system.calls.references).toEqual([3]);
});
