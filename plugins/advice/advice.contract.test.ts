import { type ContractFacts, describePlugin } from 'tributary/testkit';

/** A recommendation about the document of the facts. */
async function recommendationId({ host, document }: ContractFacts): Promise<string> {
  const query = `query ($id: ID!) {
    recommendations(filter: { documentId: $id }, first: 1) { nodes { id } } }`;
  type Found = { recommendations: { nodes: { id: string }[] } };
  const { recommendations } = await host.query<Found>(query, { id: document.id });
  return recommendations.nodes[0]?.id ?? 'none';
}

/** An order of what the document of the facts bills. */
async function orderId({ host }: ContractFacts): Promise<string> {
  const { id } = await host.addDocument(
    `Meadow Design Studio
PURCHASE ORDER

Order number: HO-7
Order date: 1 March 2026
Supplier: Hollow Oak Timber Ltd

Net total: GBP 252.00
`,
    { name: 'order.txt' },
  );
  return id;
}

describePlugin(import.meta.url, {
  inputs: {
    'advice.explain': async (facts) => ({ recommendationId: await recommendationId(facts) }),
    'advice.match-items': () => ({ lines: [{ name: 'Oak board' }], catalogue: [{ name: 'Oak boards' }] }),
    'advice.match-invoice': async (facts) => ({
      documentId: facts.document.id,
      orderId: await orderId(facts),
    }),
  },
  variables: async (facts) => ({
    id: await recommendationId(facts),
    match: { documentId: facts.document.id, orderId: await orderId(facts) },
    advise: { documentId: facts.document.id },
    work: { kind: 'advice.regenerate', arguments: {} },
    rating: { documentId: facts.document.id, value: 'UP' },
    opened: { documentIds: [facts.document.id] },
    forget: { documentIds: [facts.document.id] },
    input: {
      lines: [{ name: 'Oak board, planed' }],
      catalogue: [{ name: 'Planed oak boards', price: 18.5 }],
    },
  }),
});
