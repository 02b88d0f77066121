import type { Eraser } from '#platform';

/** What a tenant registered, and how often it called what. */
export const operationsEraser: Eraser = {
  name: 'operations',
  async tenant(tx) {
    await tx.query('delete from platform.operation_calls');
    await tx.query('delete from platform.operations');
  },
};
