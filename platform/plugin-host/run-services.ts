import {
  AppError,
  type CapabilitiesService,
  type CapabilityRef,
  type ResultsService,
  type RunsService,
} from 'tributary/sdk';
import { authorize } from '#platform/access';
import { inputHash, parseInput } from './capability-input.js';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

/** Stored results that the caller may see. */
export function resultsService(parts: ServiceParts, { context }: ServiceCaller): ResultsService {
  const { capabilities, database, ports } = parts;
  return {
    async latest(ref, input) {
      authorize(context, 'documents:read');
      const id = idOf(ref);
      const hash = inputHash(parseInput(capabilities, id, input).input);
      const run = await database.tenant(context.tenant, (tx) =>
        ports.runRecords.latest(tx, context, id, hash),
      );
      const result = run?.result;
      if (!result || !('output' in result)) return null;
      const output = result.output;
      const fields =
        typeof output === 'object' && output !== null && !Array.isArray(output) ? output : { output };
      return { ...fields, result: result.result };
    },
  };
}

export function runsService({ runs }: ServiceParts, { context }: ServiceCaller): RunsService {
  return {
    async start({ capability, arguments: input, idempotencyKey = null, anew = false }) {
      const { runId } = await runs.start(context, {
        capability: idOf(capability),
        arguments: input,
        idempotencyKey,
        anew,
      });
      return { runId };
    },
    join: ({ capability, arguments: input, anew = false, after = null }) =>
      runs.join(context, { capability: idOf(capability), arguments: input, anew, after }),
    events: (runId, after, signal) => runs.events(context, runId, after, signal),
    cancel: (runId) => runs.cancel(context, runId),
  };
}

/** Within a run the other capability is executed at once; elsewhere as a run of its own that is waited for. */
export function capabilitiesService(
  { runs }: ServiceParts,
  { context, signal, run }: ServiceCaller,
): CapabilitiesService {
  return {
    async run(ref, input) {
      if (run) return run.runCapability(ref, input);
      const { runId } = await runs.join(context, {
        capability: idOf(ref),
        arguments: input,
        anew: false,
        after: null,
      });
      for await (const event of runs.events(context, runId, null, signal)) {
        if (event.type === 'RunFinished') return event.result;
        if (event.type === 'RunFailed') throw AppError.fromShape({ ...event, hint: '', details: {} });
      }
      throw new AppError('RUN_FAILED');
    },
  };
}

function idOf(ref: CapabilityRef): string {
  return typeof ref === 'string' ? ref : ref.id;
}
