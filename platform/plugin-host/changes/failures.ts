import { AppError, type ErrorCode, type ErrorDetails } from 'tributary/sdk';
import type { PluginChangeResult, PluginCulprit } from '#platform';

export type PluginFailure = Extract<PluginChangeResult, { culprits: unknown }>;

/** A change that is refused, with everything that stands in its way. */
export class ChangeRefused {
  constructor(readonly failure: PluginFailure) {}
}

/** A refusal of this type, with the message and hint of the code. */
export function refused(
  type: PluginFailure['type'],
  code: ErrorCode,
  details: ErrorDetails,
  culprits: readonly PluginCulprit[],
): ChangeRefused {
  const { message, hint } = new AppError(code, details);
  return new ChangeRefused({ type, code, message, hint, culprits });
}

/** What is wrong with the plugin itself: its manifest, its code, its contributions. */
export function refusedFor(plugin: string, error: AppError): ChangeRefused {
  const { code, message, hint, details } = error;
  const coordinate = typeof details.field === 'string' ? details.field : null;
  const culprit: PluginCulprit = { plugin, coordinate, operation: null, message, hint };
  const type = code === 'PLUGIN_PERMISSION_DENIED' ? 'PermissionDenied' : 'PluginRefused';
  return new ChangeRefused({ type, code, message, hint, culprits: [culprit] });
}
