import { AppError } from 'tributary/sdk';
import type { PluginChanges } from '#platform';

/** The administration of plugins: any process lists them; changes are made where they can be followed through. */
export interface LateChanges extends PluginChanges {
  bind(changes: Pick<PluginChanges, 'change'>): void;
}

export function lateChanges(list: PluginChanges['list']): LateChanges {
  let bound: Pick<PluginChanges, 'change'> | null = null;
  return {
    list,
    bind(changes) {
      bound = changes;
    },
    async change(context, request) {
      if (!bound) throw new AppError('UNAVAILABLE', { thing: 'The administration of plugins' });
      return bound.change(context, request);
    },
  };
}
