import { createKeys } from '#platform/keys';
import { createOutbox } from '#platform/outbox';
import type { GatewayParts } from '../gateway/index.js';
import type { Foundation } from './foundation.js';

/** Writes each call of a tool into the audit record of the caller's tenant, whatever came of it. */
export function toolCallRecorder({
  database,
  master,
}: Pick<Foundation, 'database' | 'master'>): GatewayParts['recordToolCall'] {
  const outbox = createOutbox({ keys: createKeys(master) });
  return async (request, { name, hash, mutation, outcome }) => {
    await database.tenant(request.tenant, (tx) =>
      outbox.audit(tx, request, {
        kind: 'tool',
        action: `mcp.${name}`,
        subjects: [{ type: 'Operation', id: hash }],
        body: { mutation, outcome, roles: request.roles, scopes: request.scopes },
      }),
    );
  };
}
