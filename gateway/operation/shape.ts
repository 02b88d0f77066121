import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { AppError } from 'tributary/sdk';

/** The size of an operation with its fragments spread, found without spreading them. */
export interface Shape {
  depth: number;
  aliases: number;
  rootFields: number;
  /** Directives as written, also those of fragments: once each. */
  directives: number;
  selections: number;
  /** Names of root fields, for introspection. */
  rootNames: ReadonlySet<string>;
}

type Measure = Pick<Shape, 'depth' | 'aliases' | 'rootFields' | 'selections'> & { rootNames: Set<string> };

/**
 * Measures an operation. A fragment is measured once, however often it is spread.
 * @throws AppError `GRAPHQL_VALIDATION_FAILED` when fragments form a cycle.
 */
export function measure(document: DocumentNode, operation: OperationDefinitionNode): Shape {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let directives = 0;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Measure | 'open'>();

  const ofFragment = (name: string): Measure => {
    const known = measured.get(name);
    if (known === 'open') throw new AppError('GRAPHQL_VALIDATION_FAILED');
    if (known) return known;
    const fragment = fragments.get(name);
    if (!fragment) return empty();
    measured.set(name, 'open');
    directives += fragment.directives?.length ?? 0;
    const result = ofSelections(fragment.selectionSet);
    measured.set(name, result);
    return result;
  };

  const ofSelections = (set: SelectionSetNode): Measure => {
    const total = empty();
    for (const selection of set.selections) {
      directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) {
        const inner = selection.selectionSet ? ofSelections(selection.selectionSet) : empty();
        total.depth = Math.max(total.depth, inner.depth + 1);
        total.aliases += inner.aliases + (selection.alias ? 1 : 0);
        total.selections += inner.selections + 1;
        total.rootFields += 1;
        total.rootNames.add(selection.name.value);
        continue;
      }
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : ofSelections(selection.selectionSet);
      total.depth = Math.max(total.depth, inner.depth);
      total.aliases += inner.aliases;
      total.selections += inner.selections;
      total.rootFields += inner.rootFields;
      for (const name of inner.rootNames) total.rootNames.add(name);
    }
    return total;
  };

  const total = ofSelections(operation.selectionSet);
  // Fragments that are never spread are refused by validation, but they are parsed and validated too.
  for (const name of fragments.keys()) ofFragment(name);
  directives += operation.directives?.length ?? 0;
  for (const variable of operation.variableDefinitions ?? []) directives += variable.directives?.length ?? 0;
  return { ...total, directives };
}

function empty(): Measure {
  return { depth: 0, aliases: 0, rootFields: 0, selections: 0, rootNames: new Set() };
}
