import { type DocumentNode, type GraphQLSchema, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

/** An operation that the graph has to go on answering. */
export interface UsedOperation {
  /** Its name when it is registered, else its hash. */
  readonly name: string;
  /** Null for a recent one, of which only the fields are known. */
  readonly document: string | null;
  /** The fields that it uses, as `Type.field`. */
  readonly coordinates: readonly string[];
}

/** The fields that a document asks for. */
export function coordinatesOf(schema: GraphQLSchema, document: DocumentNode): string[] {
  const info = new TypeInfo(schema);
  const coordinates = new Set<string>();
  visit(
    document,
    visitWithTypeInfo(info, {
      Field({ name }) {
        const parent = info.getParentType();
        if (parent && !name.value.startsWith('__')) coordinates.add(`${parent.name}.${name.value}`);
      },
    }),
  );
  return [...coordinates];
}

export function parseOperation(document: string): DocumentNode {
  return parse(document, { noLocation: true });
}
