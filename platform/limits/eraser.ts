import type { Eraser } from '#platform';

/** What was counted of a tenant. */
export const limitsEraser: Eraser = {
  name: 'limits',
  async tenant(tx) {
    await tx.query('delete from platform.limits');
  },
};
