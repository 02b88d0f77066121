import type { RecordDenial } from '#platform/graph';
import { createKeys } from '#platform/keys';
import { createOutbox } from '#platform/outbox';
import type { Foundation } from './foundation.js';

/** Writes what the graph refuses for want of a permission into the audit record of the caller's tenant. */
export function denialRecorder({ database, master }: Foundation): RecordDenial {
  const outbox = createOutbox({ keys: createKeys(master) });
  return async (request, { field, needed }) => {
    await database.tenant(request.tenant, (tx) =>
      outbox.audit(tx, request, {
        kind: 'denied',
        action: `graph.${field}`,
        subjects: [],
        body: { needed, roles: request.roles, scopes: request.scopes },
      }),
    );
  };
}
