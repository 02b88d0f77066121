/** A document as another subgraph knows it. */
export const documentOf = (id: string) => ({ __typename: 'Document', id });
