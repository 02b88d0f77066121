import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  Kind,
  OperationTypeNode,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** What is asked for besides what the operation names, so that the answer can be judged and a stream resumed. */
export const runIdAlias = 'tributary_runId';
export const cursorAlias = 'tributary_cursor';

/** An operation, as it was planned and as it is sent. */
export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly sent: string;
  /** Response keys of its `_entities`. */
  readonly entityKeys: readonly string[];
  /** The response key of a subscription whose field gives run events; null for all others. */
  readonly runEventKey: string | null;
}

/** Adds the type's name wherever it decides what follows, and to run events what makes them one. */
export function prepareOperation(schema: GraphQLSchema, query: string): PreparedOperation {
  const document = parse(query, { noLocation: true });
  const types = new TypeInfo(schema);
  const sent = visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet: {
        leave(node) {
          const type = types.getParentType();
          if (!isAbstractType(type)) return undefined;
          const further =
            type.name === 'RunEvent' ? [field('runId', runIdAlias), field('cursor', cursorAlias)] : [];
          return { ...node, selections: [field('__typename'), ...further, ...node.selections] };
        },
      },
    }),
  );
  const roots = rootFields(document);
  const subscription = schema.getSubscriptionType();
  const runEvents = roots.find(({ name }) => {
    const type = subscription?.getFields()[name.value]?.type;
    return isSubscription(document) && type && getNamedType(type).name === 'RunEvent';
  });
  return {
    document,
    sent: print(sent),
    entityKeys: roots.filter(({ name }) => name.value === '_entities').map(keyOf),
    runEventKey: runEvents ? keyOf(runEvents) : null,
  };
}

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

function field(name: string, alias?: string): FieldNode {
  const nameNode = { kind: Kind.NAME, value: name } as const;
  return {
    kind: Kind.FIELD,
    name: nameNode,
    ...(alias !== undefined && { alias: { kind: Kind.NAME, value: alias } }),
  };
}

function isSubscription({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.SUBSCRIPTION,
  );
}

function rootFields({ definitions }: DocumentNode): FieldNode[] {
  return definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION
      ? node.selectionSet.selections.filter((selection) => selection.kind === Kind.FIELD)
      : [],
  );
}
