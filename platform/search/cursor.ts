import { createHash } from 'node:crypto';
import { AppError } from 'tributary/sdk';
import type { SearchQuery } from './port.js';

/** The cursor after so many hits of this query: it fits no other query. */
export function cursorAt(query: SearchQuery, hits: number): string {
  return Buffer.from(JSON.stringify([hits, markOf(query)])).toString('base64url');
}

/** How many hits come before the page. Throws `CURSOR_INVALID`. */
export function hitsBefore(query: SearchQuery): number {
  if (query.after === null || query.after === undefined) return 0;
  const found = /^\[(\d{1,9}),"([\w+/]+)"\]$/.exec(Buffer.from(query.after, 'base64url').toString());
  if (found === null || found[2] !== markOf(query)) throw new AppError('CURSOR_INVALID');
  return Number(found[1]);
}

function markOf({ text, rights, kinds, documentIds, unit, vector, filter, order }: SearchQuery): string {
  const asked = JSON.stringify([
    text,
    rights,
    kinds,
    documentIds,
    unit ?? 'document',
    vector?.model,
    filter,
    order,
  ]);
  return createHash('sha256').update(asked).digest('base64').slice(0, 12);
}
