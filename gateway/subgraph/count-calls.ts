import { type DocumentNode, Kind } from 'graphql';
import type { GatewayParts } from '../ports.js';
import type { SubgraphExecutor } from './call.js';

type Kinds = 'FIELDS' | 'ENTITIES';

/** Counts the calls of a subgraph, those that join entities apart: there should be one of them a level. */
export function countCalls(
  subgraph: string,
  execute: SubgraphExecutor,
  metrics: Pick<GatewayParts['metrics'], 'subgraphCalls'>,
): SubgraphExecutor {
  const kinds = new WeakMap<DocumentNode, Kinds>();
  return (call) => {
    const kind = kinds.get(call.document) ?? kindOf(call.document);
    kinds.set(call.document, kind);
    metrics.subgraphCalls.inc({ subgraph, kind });
    return execute(call);
  };
}

function kindOf({ definitions }: DocumentNode): Kinds {
  const isEntities = definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.selectionSet.selections.some(
        (selection) => selection.kind === Kind.FIELD && selection.name.value === '_entities',
      ),
  );
  return isEntities ? 'ENTITIES' : 'FIELDS';
}
