import DataLoader from 'dataloader';
import {
  AppError,
  type CapabilitiesService,
  type CapabilityRef,
  type ResultsService,
  type RunOptions,
  type RunSummary,
  type RunsService,
} from 'tributary/sdk';
import type { RunRow } from '#platform';
import { authorize } from '#platform/access';
import { inputHash, parseInput } from '../capability-input.js';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

/** Stored results that the caller may see. */
export function resultsService(parts: ServiceParts, { context }: ServiceCaller): ResultsService {
  const { capabilities, database, ports } = parts;
  // A list asks for the result of each of its items at once.
  const latest = new DataLoader<{ capability: string; hash: string }, RunRow | null>(
    (asked) =>
      database.tenant(context.tenant, async (tx) => {
        const runs = await Promise.all(
          asked.map(({ capability, hash }) => ports.runRecords.latest(tx, context, capability, hash)),
        );
        const ids = new Set(runs.flatMap((run) => run?.documentIds ?? []));
        if (ids.size === 0) return runs;
        const versions = await ports.documents.versions(tx, [...ids]);
        const current = new Set([...versions.values()].map(({ versionId }) => versionId));
        // What was made from an older version of a document is not its result any more.
        return runs.map((run) => (run?.versionIds.every((version) => current.has(version)) ? run : null));
      }),
    { cache: false },
  );
  const service: ResultsService = {
    async latest(ref, input) {
      authorize(context, 'documents:read');
      const capability = idOf(ref);
      const hash = inputHash((await parseInput(capabilities, capability, input)).input);
      const run = await latest.load({ capability, hash });
      const result = run?.result;
      if (!result || !('output' in result)) return null;
      const output = result.output;
      const fields =
        typeof output === 'object' && output !== null && !Array.isArray(output) ? output : { output };
      return { ...fields, result: result.result };
    },
    latestOf: (ref, inputs) => Promise.all(inputs.map((input) => service.latest(ref, input))),
  };
  return service;
}

export function runsService(
  { runs, ports }: ServiceParts,
  { context, run, priority }: ServiceCaller,
): RunsService {
  /** A run that reads another one is made from its documents too: it is hidden, and erased, with them. */
  const saw = <Found extends RunSummary | null>(found: Found[]): Found[] => {
    run?.sawDocuments(found.flatMap((read) => read?.documentIds ?? []));
    return found;
  };
  return {
    async start(request) {
      const { capability, arguments: input, idempotencyKey = null, anew = false, variant = null } = request;
      const { runId } = await runs.start(context, {
        capability: idOf(capability),
        arguments: input,
        idempotencyKey,
        anew,
        variant,
        ...optionsOf(request, priority),
      });
      return { runId };
    },
    join(request) {
      const { capability, arguments: input, anew = false, after = null } = request;
      const asked = { capability: idOf(capability), arguments: input, anew, after };
      return runs.join(context, { ...asked, ...optionsOf(request, priority) });
    },
    events: (runId, after, signal) => runs.events(context, runId, after, signal),
    cancel: (runId) => runs.cancel(context, runId),
    find: async (runIds) => saw(await ports.runReading.find(context, runIds)),
    finished: async (filter) => saw(await ports.runReading.finished(context, filter)),
    outcomes: (question) => ports.runReading.outcomes(context, question),
    forget: (runIds) => ports.runReading.forget(context, runIds),
    async estimate({ capability, arguments: input }) {
      const asked = { capability: idOf(capability), arguments: input };
      const { engine, model, estimatedCostUsd, budgetAdmits } = await runs.estimate(context, asked);
      return { engine, model, estimatedCostUsd, budgetAdmits };
    },
  };
}

/** Within a run the other capability is executed at once; elsewhere as a run of its own that is waited for. */
export function capabilitiesService(
  { runs }: ServiceParts,
  { context, signal, run, priority }: ServiceCaller,
): CapabilitiesService {
  return {
    async run(ref, input) {
      if (run) return run.runCapability(ref, input);
      const { runId } = await runs.join(context, {
        capability: idOf(ref),
        arguments: input,
        anew: false,
        after: null,
        ...(priority && { priority }),
      });
      for await (const event of runs.events(context, runId, null, signal)) {
        if (event.type === 'RunFinished') return event.result;
        if (event.type === 'RunFailed') throw AppError.fromShape({ ...event, hint: '', details: {} });
      }
      throw new AppError('RUN_FAILED');
    },
  };
}

/** Long work says nothing of it: its runs stand behind all others. */
function optionsOf(
  { priority, deadlineMs, seed, pin }: RunOptions,
  usual: ServiceCaller['priority'],
): RunOptions {
  return { priority: priority ?? usual ?? 'NORMAL', deadlineMs, seed, pin };
}

function idOf(ref: CapabilityRef): string {
  return typeof ref === 'string' ? ref : ref.id;
}
