import { AppError } from 'tributary/sdk';
import type { PluginChanges } from '#platform';

/** The changes of plugins, named before the process can make any. */
export interface LateChanges extends PluginChanges {
  bind(changes: PluginChanges): void;
}

export function lateChanges(): LateChanges {
  let bound: PluginChanges | null = null;
  const changes = () => {
    if (!bound) throw new AppError('UNAVAILABLE', { thing: 'The administration of plugins' });
    return bound;
  };
  return {
    bind(made) {
      bound = made;
    },
    change: async (context, request) => changes().change(context, request),
    list: async (context) => changes().list(context),
  };
}
