import type { Eraser } from '#platform';

/** Who could read what of a tenant. Of one document its owner takes it back when the document is deleted. */
export const accessEraser: Eraser = {
  name: 'access',
  async tenant(tx) {
    await tx.query('delete from platform.access');
  },
};
