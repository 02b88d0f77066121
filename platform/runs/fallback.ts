import { AppError, type Engine } from 'tributary/sdk';
import type { ModelNames } from '#platform/models';
import type { LoadedCapability } from '#platform/plugin-host';
import type { OpenRun } from './run-frame.js';
import { usesModel } from './run-versions.js';

/** Whether the built-in engine stands behind the model of a capability. */
export function hasFallback({ definition, hosted }: LoadedCapability): boolean {
  return hosted.builtIn !== undefined && definition.fallback !== 'none';
}

/** The engines that can answer, best first. */
export function enginesOf(
  { capability, variant }: Pick<OpenRun, 'capability' | 'variant'>,
  { models }: { models: ModelNames | null },
): Engine[] {
  if (variant?.engine) return [variant.engine];
  if (usesModel(capability, models)) return hasFallback(capability) ? ['MODEL', 'BUILT_IN'] : ['MODEL'];
  return capability.hosted.builtIn ? ['BUILT_IN'] : [];
}

const ofTheirOwn: ReadonlySet<string> = new Set(['BUDGET_EXCEEDED', 'CASSETTE_MISSING']);

/**
 * Whether the built-in engine may take over from a model that failed, however it failed: only while nothing of its
 * answer was shown. A used-up budget is an outcome of its own, and a test has to hear that a recording is missing; but
 * steps have to go on.
 */
export function mayTakeOver(error: unknown, { capability, frame }: OpenRun): boolean {
  if (frame.signal.aborted || frame.publisher.published) return false;
  return capability.step !== null || !(error instanceof AppError) || !ofTheirOwn.has(error.code);
}
