import type { Eraser } from '#platform';

/** The data keys of a tenant: without them what was encrypted is gone from copies and backups, too. */
export const keysEraser: Eraser = {
  name: 'keys',
  async tenant(tx) {
    await tx.query('delete from platform.keys');
  },
};
