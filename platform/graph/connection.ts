import { AppError } from 'tributary/sdk';
import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { validate } from 'uuid';
import { isPlain } from './plain-text.js';
import { Cursor } from './scalars.js';
import { PageInfo } from './stand-ins.js';

export const maximumPage = 100;

/** The directive of every field that returns a connection: its cost is what `first` asks for. */
export const pageCost =
  '@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)';

/** Which part of a list is asked for. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, { defaultValue: 20, description: 'How many, 100 at most.' })
  first!: number;

  @Field(() => Cursor, { nullable: true, description: 'The cursor after which the page begins.' })
  after!: string | null;
}

export interface Page<Node> {
  nodes: Node[];
  edges: { cursor: string; node: Node }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  /** Counts what the caller may read. */
  totalCount: number;
}

/** The connection class of a node class; call it once a node class and subgraph. */
export function connectionOf<Node extends object>(
  node: ClassType<Node>,
  name: string,
): ClassType<Page<Node>> {
  @ObjectType(`${name}Edge`, { description: `A ${name} and its place in the list.` })
  class Edge {
    @Field(() => Cursor, { description: 'The place in the list.' })
    cursor!: string;

    @Field(() => node, { description: `The ${name}.` })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class Connection implements Page<Node> {
    @Field(() => [node], { description: 'The nodes of the page.' })
    nodes!: Node[];

    @Field(() => [Edge], { description: 'The nodes with their places.' })
    edges!: Edge[];

    @Field(() => PageInfo, { description: 'Where the page stands.' })
    pageInfo!: Page<Node>['pageInfo'];

    @Field(() => Int, { description: 'How many the caller may read in all.' })
    totalCount!: number;
  }
  return Connection;
}

/** Checks `first`: a whole number from 1 to 100. */
export function pageSize(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= maximumPage) return first;
  throw new AppError('BAD_USER_INPUT', { reason: `first must be from 1 to ${maximumPage}` });
}

/** Makes a page of rows of which one more than `first` was asked for. */
export function pageOf<Node>(
  rows: readonly Node[],
  options: {
    first: number;
    after?: string | null;
    totalCount: number;
    cursorOf(node: Node): readonly (string | number)[];
  },
): Page<Node> {
  const nodes = rows.slice(0, options.first);
  const edges = nodes.map((node) => ({ cursor: encodeCursor(options.cursorOf(node)), node }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: rows.length > options.first,
      hasPreviousPage: Boolean(options.after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: options.totalCount,
  };
}

/** An opaque cursor from the sort keys of a row. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The id that a cursor of one key holds. Throws `CURSOR_INVALID`. */
export function decodeIdCursor(cursor: string): string {
  const [id] = decodeCursor(cursor, 1);
  if (validate(id)) return String(id);
  throw new AppError('CURSOR_INVALID');
}

/** The sort keys of a cursor; throws `CURSOR_INVALID` for anything that `encodeCursor` did not make with so many keys. */
export function decodeCursor(cursor: string, count: number): (string | number)[] {
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(keys) &&
      keys.length === count &&
      keys.every((key) => typeof key === 'number' || (typeof key === 'string' && isPlain(key)))
    )
      return keys;
  } catch {
    // Falls through: whatever it was, it is not a cursor of ours.
  }
  throw new AppError('CURSOR_INVALID');
}
