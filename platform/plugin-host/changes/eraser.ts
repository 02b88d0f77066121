import type { Eraser } from '#platform';

/** Which plugins a tenant had switched off. */
export const pluginsEraser: Eraser = {
  name: 'plugins',
  async tenant(tx) {
    await tx.query('delete from platform.plugin_tenants');
  },
};
