import { AppError } from 'tributary/sdk';

/** A plugin that cannot be loaded: what is wrong, and in which field. */
export function invalid(plugin: string, field: string, reason: string, cause?: unknown): AppError {
  return new AppError('PLUGIN_INVALID', { plugin, field, reason: `${field}: ${reason}` }, { cause });
}
