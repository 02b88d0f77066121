import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isScalarType,
  isSpecifiedScalarType,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * Whether a document puts a variable inside of a literal of a scalar, as in `arguments: { question: $question }`:
 * graphql-jit reads such a literal once, when it compiles, and the variable is lost.
 */
export function hasVariablesInScalars(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let found = false;
  const look = (value: ValueNode) => {
    const type = getNamedType(types.getInputType());
    if (isScalarType(type) && !isSpecifiedScalarType(type)) found ||= hasVariable(value);
  };
  visit(document, visitWithTypeInfo(types, { ObjectValue: look, ListValue: look }));
  return found;
}

function hasVariable(value: ValueNode): boolean {
  let found = false;
  visit(value, {
    Variable() {
      found = true;
    },
  });
  return found;
}
