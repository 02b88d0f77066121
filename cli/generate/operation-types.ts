import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';
import { AppError } from 'tributary/sdk';

/** Scalars as JSON carries them. */
const scalars: Readonly<Record<string, string>> = {
  Int: 'number',
  Float: 'number',
  Boolean: 'boolean',
  JSON: 'unknown',
};
const fallback = 'string';

/** The TypeScript types of one operation's data and variables, as a client sends and gets them. */
export function operationTypes(
  schema: GraphQLSchema,
  document: DocumentNode,
): { data: string; variables: string } {
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root)
    throw new AppError('INTERNAL', { reason: 'a document has no operation of the graph' });
  const data = new DataTypes(schema, document).ofSelections(operation.selectionSet, root);
  const variables = (operation.variableDefinitions ?? []).map(({ variable, type: node, defaultValue }) => {
    const type = typeFromAST(schema, node);
    if (!type || !isInputType(type))
      throw new AppError('INTERNAL', { reason: `$${variable.name.value} has no type` });
    return property(variable.name.value, type, inputType(type, []), defaultValue !== undefined);
  });
  return {
    data,
    variables: variables.length === 0 ? 'Record<string, never>' : `{ ${variables.join('; ')} }`,
  };
}

class DataTypes {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    const fragments = document.definitions.filter(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION,
    );
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  /** Members of a union that show the same are one: their `__typename` tells them apart. */
  ofSelections(set: SelectionSetNode, type: GraphQLOutputType): string {
    if (!isAbstractType(type)) return isObjectType(type) ? shape(this.#fields(set, type)) : 'unknown';
    const shapes = new Map<string, { fields: Map<string, string>; names: string[] }>();
    for (const member of this.#schema.getPossibleTypes(type)) {
      const fields = this.#fields(set, member);
      const key = JSON.stringify([...fields].filter(([name]) => name !== '__typename'));
      const known = shapes.get(key) ?? { fields, names: [] };
      known.names.push(member.name);
      shapes.set(key, known);
    }
    return [...shapes.values()].map(({ fields, names }) => shape(named(fields, names))).join(' | ');
  }

  #fields(set: SelectionSetNode, type: GraphQLObjectType): Map<string, string> {
    const fields = new Map<string, string>();
    for (const [key, { name, sets }] of this.#collect(set, type, new Map())) {
      const field = type.getFields()[name];
      if (field) fields.set(key, this.#output(field.type, sets));
      else fields.set(key, `'${type.name}'`);
    }
    return fields;
  }

  /** One field may be selected in several places, each with a part of what lies below it. */
  #collect(
    set: SelectionSetNode,
    type: GraphQLObjectType,
    found: Map<string, Selected>,
  ): Map<string, Selected> {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const known = found.get(key) ?? { name: selection.name.value, sets: [] };
        if (selection.selectionSet) known.sets.push(selection.selectionSet);
        found.set(key, known);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value ?? type.name;
      if (fragment && this.#applies(condition, type)) this.#collect(fragment.selectionSet, type, found);
    }
    return found;
  }

  #applies(condition: string, type: GraphQLObjectType): boolean {
    const named = this.#schema.getType(condition);
    return condition === type.name || (isAbstractType(named) && this.#schema.isSubType(named, type));
  }

  #output(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): string {
    if (isNonNullType(type)) return this.#present(type.ofType, sets);
    const present = this.#present(type, sets);
    return present === 'unknown' ? present : `${present} | null`;
  }

  #present(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): string {
    if (isListType(type)) return `Array<${this.#output(type.ofType, sets)}>`;
    if (isEnumType(type))
      return type
        .getValues()
        .map(({ name }) => `'${name}'`)
        .join(' | ');
    if (!isCompositeType(type)) return 'name' in type ? (scalars[type.name] ?? fallback) : fallback;
    const selections = sets.flatMap((set) => set.selections);
    const inner = this.ofSelections({ kind: Kind.SELECTION_SET, selections }, type);
    return inner.includes(' | {') ? `(${inner})` : inner;
  }
}

interface Selected {
  name: string;
  sets: SelectionSetNode[];
}

function named(fields: ReadonlyMap<string, string>, names: readonly string[]): ReadonlyMap<string, string> {
  if (!fields.has('__typename')) return fields;
  return new Map([...fields, ['__typename', names.map((name) => `'${name}'`).join(' | ')]]);
}

function shape(fields: ReadonlyMap<string, string>): string {
  return `{ ${[...fields].map(([name, type]) => `${name}: ${type}`).join('; ')} }`;
}

function inputType(type: GraphQLInputType, within: readonly string[]): string {
  if (isNonNullType(type)) return inputType(type.ofType, within);
  if (isListType(type)) {
    const item = inputType(type.ofType, within);
    return `ReadonlyArray<${isNonNullType(type.ofType) ? item : `${item} | null`}>`;
  }
  if (isEnumType(type))
    return type
      .getValues()
      .map(({ name }) => `'${name}'`)
      .join(' | ');
  if (isInputObjectType(type)) return inputObject(type, within);
  return scalars[type.name] ?? fallback;
}

/** An input within itself is left open there. */
function inputObject(type: GraphQLInputObjectType, within: readonly string[]): string {
  if (within.includes(type.name)) return 'object';
  const fields = Object.values(type.getFields()).map((field) => {
    const written = inputType(field.type, [...within, type.name]);
    return property(field.name, field.type, written, field.defaultValue !== undefined);
  });
  return `{ ${fields.join('; ')} }`;
}

/** What has a default may be left out, and may be null only where the type says so. */
function property(name: string, type: GraphQLInputType, written: string, hasDefault: boolean): string {
  const isRequired = isNonNullType(type) && !hasDefault;
  const value = isNonNullType(type) || written === 'unknown' ? written : `${written} | null`;
  return `${name}${isRequired ? '' : '?'}: ${value}`;
}
