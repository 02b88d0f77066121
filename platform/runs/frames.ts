import { AppError, type Engine, type RunPart } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { CapabilityRun, RunRow, Transaction } from '#platform';
import { inputHash, type ParsedInput } from '#platform/plugin-host';
import { LivePublisher } from './live-publisher.js';
import { HoldingPublisher, type Publisher } from './publisher.js';
import type { RunFrame } from './run-frame.js';
import { type RunIdentity, runRightsKey } from './run-identity.js';
import { settledVersions } from './run-versions.js';
import type { RunWatch } from './run-watch.js';
import type { RunnerParts } from './runner-parts.js';

const notFound = () => new AppError('NOT_FOUND', { thing: 'The document' });

const isKnown = (version: [string, string | null]): version is [string, string] => version[1] !== null;

/**
 * A run that nobody watches: everything about it is written in its final transaction. Without an identity no other run
 * takes its result.
 */
export function openQuietFrame(
  run: CapabilityRun,
  parsed: ParsedInput,
  identity: RunIdentity | null,
  parts: RunnerParts,
): RunFrame {
  const runId = v7();
  const { definition, plugin } = parsed.capability;
  return {
    runId,
    epoch: 0,
    publisher: new HoldingPublisher(),
    versions: (identity?.versions.documents ?? []).filter(isKnown),
    pins: identity?.versions.pins ?? {},
    isStored: false,
    signal: run.signal,
    async end(tx, { documentIds, versionIds, ...end }) {
      await parts.ports.runRecords.record(tx, run.context, {
        id: runId,
        capability: definition.id,
        plugin: plugin.id,
        pluginVersion: plugin.version,
        actor: run.context.actor,
        input: parsed.input,
        inputHash: inputHash(parsed.input),
        joinKey: identity?.key ?? `none:${runId}`,
        rightsKey: runRightsKey(run.context, definition),
        idempotencyKey: null,
        documentIds: [...documentIds],
        versionIds: [...versionIds],
        promptPins: identity?.versions.pins ?? {},
        ...end,
      });
      return true;
    },
    close: () => undefined,
  };
}

/**
 * Takes a run that was started through the graph. A second attempt begins a new epoch, which replaces what the first
 * has shown.
 * @throws AppError `CONFLICT` when the run is over
 */
export async function openLiveFrame(
  run: CapabilityRun & { runId: string },
  parsed: ParsedInput,
  engine: Engine,
  parts: RunnerParts,
  watch: RunWatch,
): Promise<RunFrame> {
  const { context, runId } = run;
  const { database, runLog, ports, access } = parts;
  // Watched before it is taken, so that no cancelling goes unheard.
  let isTold = false;
  let told = () => {
    isTold = true;
  };
  const unwatch = await watch.watch(runId, () => told());
  const taking = database.tenant(context.tenant, async (tx) => {
    const taken = await ports.runRecords.begin(tx, runId);
    if (!taken) throw new AppError('CONFLICT', { reason: 'the run is over' });
    const restarted: RunPart = { type: 'RunRestarted', epoch: taken.epoch, reason: 'The worker was lost.' };
    const started: RunPart = { type: 'RunStarted', capability: run.capability, engine };
    await runLog.append(tx, taken, taken.epoch === 0 ? [started] : [restarted, started]);
    // What a lost attempt has spent nobody knows: what it had reserved is taken for it.
    if (taken.epoch > 0) await ports.ledger.billLost(tx, context, runId);
    const versions = settledVersions(await ports.documents.versions(tx, parsed.documentIds));
    return { ...taken, versions, problem: await problemOf(tx, taken) };
  });
  const row = await taking.catch((error: unknown) => {
    unwatch();
    throw error;
  });

  async function problemOf(tx: Transaction, taken: RunRow): Promise<AppError | null> {
    if (taken.rightsKey !== runRightsKey(context, parsed.capability.definition)) {
      return new AppError('CONFLICT', { reason: 'the rights of the one who started it have changed' });
    }
    const readable = await access.readable(tx, context, 'Document', parsed.documentIds);
    return readable.size < new Set(parsed.documentIds).size ? notFound() : null;
  }

  const stopped = new AbortController();
  const epoch = row.epoch;
  const hold = async (tx: Transaction) => {
    if (await ports.runRecords.hold(tx, runId, epoch)) return;
    throw new AppError('CONFLICT', { reason: 'the run was cancelled or is run elsewhere' });
  };
  told = () => void database.tenant(context.tenant, hold).catch((error: unknown) => stopped.abort(error));
  if (isTold) told();
  const publisher: Publisher =
    parsed.capability.definition.publish === 'checked'
      ? new HoldingPublisher()
      : new LivePublisher(
          (batch) =>
            database.tenant(context.tenant, async (tx) => {
              await hold(tx);
              await runLog.append(tx, { id: runId, epoch }, batch);
            }),
          (error) => stopped.abort(error),
        );
  if (row.problem) stopped.abort(row.problem);
  const deadline = deadlineOf(run, () => stopped.abort(new AppError('TIMEOUT')));
  return {
    runId,
    epoch,
    publisher,
    versions: row.versions,
    pins: row.promptPins,
    isStored: true,
    signal: AbortSignal.any([run.signal, stopped.signal]),
    end: (tx, end) => ports.runRecords.finish(tx, runId, epoch, end),
    close() {
      clearTimeout(deadline);
      unwatch();
    },
  };
}

/** Tells when the deadline of a run has passed. */
function deadlineOf({ deadline = null }: CapabilityRun, passed: () => void): NodeJS.Timeout | undefined {
  return deadline === null ? undefined : setTimeout(passed, Math.max(0, deadline - Date.now()));
}
