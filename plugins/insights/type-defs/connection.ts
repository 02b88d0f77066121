import { gql } from 'tributary/sdk';

export const paged =
  '@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)';

/** The types of a page of a type. */
export const connectionOf = (type: string, plural: string): string => gql`
  "A page of ${plural}."
  type ${type}Connection {
    "The ${plural}."
    nodes: [${type}!]!
    "The ${plural} with their places."
    edges: [${type}Edge!]!
    "Where the page stands."
    pageInfo: PageInfo!
    "How many there are."
    totalCount: Int!
  }
  "One of the ${plural} and its place."
  type ${type}Edge {
    "The place."
    cursor: Cursor!
    "What stands there."
    node: ${type}!
  }
`;
