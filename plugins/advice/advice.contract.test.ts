import { type ContractFacts, describePlugin } from 'tributary/testkit';

/** A recommendation about the document of the facts. */
async function recommendationId({ host, document }: ContractFacts): Promise<string> {
  const query = `query ($id: ID!) {
    recommendations(filter: { documentId: $id }, first: 1) { nodes { id } } }`;
  type Found = { recommendations: { nodes: { id: string }[] } };
  const { recommendations } = await host.query<Found>(query, { id: document.id });
  return recommendations.nodes[0]?.id ?? 'none';
}

describePlugin(import.meta.url, {
  inputs: {
    'advice.explain': async (facts) => ({ recommendationId: await recommendationId(facts) }),
    'advice.match-items': () => ({ lines: [{ name: 'Oak board' }], catalogue: [{ name: 'Oak boards' }] }),
    'advice.match-invoice': ({ document }) => ({ documentId: document.id }),
  },
  variables: async (facts) => ({
    id: await recommendationId(facts),
    input: {
      lines: [{ name: 'Oak board, planed' }],
      catalogue: [{ name: 'Planed oak boards', price: 18.5 }],
    },
  }),
});
