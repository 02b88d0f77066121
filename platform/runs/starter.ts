import {
  AppError,
  type RequestContext,
  type RunEvent,
  type RunOptions,
  type RunPriority,
  type RunVariant,
} from 'tributary/sdk';
import { v7 } from 'uuid';
import type {
  Access,
  Database,
  Outbox,
  PluginSwitches,
  RunLog,
  RunRow,
  RunStarter,
  SubgraphPorts,
  Transaction,
} from '#platform';
import { authorize } from '#platform/access';
import type { ModelConfiguration } from '#platform/models';
import { type CapabilityLookup, inputHash, type ParsedInput, parseInput } from '#platform/plugin-host';
import { estimateCosts } from './estimate.js';
import { joinKey, runRightsKey } from './run-identity.js';
import { readVersions } from './run-versions.js';
import { cancelChannel } from './run-watch.js';
import { expectReadable, findStored, mayRead } from './stored-results.js';

/** What starting and following runs needs; no plugin code is run. */
export interface StarterParts {
  database: Database;
  access: Access;
  outbox: Outbox;
  runLog: RunLog;
  ports: Pick<SubgraphPorts, 'runRecords' | 'prompts' | 'documents' | 'prices' | 'ledger'>;
  capabilities: CapabilityLookup;
  pluginSwitches: PluginSwitches;
  /** Null when no model is configured. */
  models: ModelConfiguration | null;
}

/** The job that executes a run that was started. */
export const runJobName = 'capabilities.run';
/** The job that fails a run when its deadline has passed, should nobody else. */
export const runDeadlineJobName = 'capabilities.run-deadline';

/** Whoever runs it sees to its deadline; this comes after it. */
const lateMs = 500;
const deadlineMs = { atLeast: 100, atMost: 300_000 } as const;

const noRun = () => new AppError('NOT_FOUND', { thing: 'The run' });

/** Starts, joins, follows and cancels runs, in any thread. A run belongs to its job: a reader that leaves stops nothing. */
export function createRunStarter(parts: StarterParts): RunStarter {
  const { database, runLog, capabilities, ports, pluginSwitches } = parts;

  const parse = (context: RequestContext, capability: string, input: unknown) => {
    const plugin = capabilities.capability(capability)?.version.plugin;
    if (plugin !== undefined) pluginSwitches.expectEnabled(context.tenant, plugin);
    return parseInput(capabilities, capability, input);
  };

  return {
    async start(context, { capability, arguments: input, idempotencyKey, anew, ...options }) {
      expectMayStart(context);
      const parsed = await parse(context, capability, input);
      const asked = { idempotencyKey, anew, ...askedOf(options) };
      return database.tenant(context.tenant, (tx) => startOrJoin(tx, context, parsed, asked));
    },

    async join(context, { capability, arguments: input, anew, after, ...options }) {
      if (after !== null) return { runId: await resume(context, capability, after) };
      expectMayStart(context);
      const parsed = await parse(context, capability, input);
      const { runId } = await database.tenant(context.tenant, (tx) =>
        startOrJoin(tx, context, parsed, { idempotencyKey: null, anew, ...askedOf(options) }),
      );
      return { runId };
    },

    async estimate(context, { capability, arguments: input }) {
      expectMayStart(context);
      const parsed = await parse(context, capability, input);
      const stored = await database.tenant(context.tenant, async (tx) => {
        await expectReadable(tx, context, parsed.documentIds, parts.access);
        const versions = await readVersions(tx, context, parsed, parts);
        const key = joinKey(context, parsed.capability, versions, parsed.input);
        return findStored(tx, context, { key, engine: versions.engine }, parts);
      });
      return { isStored: stored !== null, ...(await estimateCosts(context, parsed, parts)) };
    },

    async *events(context, runId, after, signal) {
      expectMayStart(context);
      await expectVisible(context, runId);
      const documents = new Map<string, boolean>();
      for await (const event of runLog.follow(context.tenant, runId, after, signal)) {
        // By its end a run may rest on more documents than when it began.
        if (event.type === 'RunFinished') await expectVisible(context, runId);
        yield event.type === 'Citation' ? await withDocument(context, event, documents) : event;
      }
    },

    cancel: (context, runId) =>
      database.tenant(context.tenant, async (tx) => {
        const run = await ports.runRecords.find(tx, runId);
        if (!run || !(await mayRead(tx, context, run, parts.access))) throw noRun();
        if (run.actor !== context.actor && !context.roles.includes('admin')) {
          throw new AppError('FORBIDDEN', { needed: 'of an administrator, for the run of another' });
        }
        const end = { state: 'CANCELLED' as const, result: null, error: null };
        if (!(await ports.runRecords.finish(tx, runId, run.epoch, end))) return;
        await runLog.append(tx, { id: runId, epoch: run.epoch }, [
          { type: 'RunCancelled', by: context.actor },
        ]);
        await tx.query('select pg_notify($1, $2)', [cancelChannel, runId]);
      }),

    expire: (context, runId) =>
      database.tenant(context.tenant, async (tx) => {
        const run = await ports.runRecords.find(tx, runId);
        if (!run) return;
        const { code, message, retryable } = new AppError('TIMEOUT');
        const end = { state: 'FAILED' as const, result: null, error: { code, message, retryable } };
        if (!(await ports.runRecords.finish(tx, runId, run.epoch, end))) return;
        await runLog.append(tx, run, [{ type: 'RunFailed', code, message, retryable }]);
        await tx.query('select pg_notify($1, $2)', [cancelChannel, runId]);
      }),
  };

  async function startOrJoin(
    tx: Transaction,
    context: RequestContext,
    parsed: ParsedInput,
    { idempotencyKey, anew, variant, priority, deadlineAt }: Asked,
  ): Promise<{ runId: string; joined: boolean }> {
    const { capability, input, documentIds } = parsed;
    await expectReadable(tx, context, documentIds, parts.access);
    const versions = await readVersions(tx, context, { ...parsed, variant }, parts);
    const key = joinKey(context, capability, versions, input);
    // Of those who ask at the same time, one starts and the others find its run.
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `run ${context.tenant} ${idempotencyKey === null ? key : `${context.actor} ${idempotencyKey}`}`,
    ]);
    const before =
      idempotencyKey === null ? null : await ports.runRecords.findByKey(tx, context, idempotencyKey);
    if (before) return { runId: sameRequest(before, capability.definition.id, input), joined: true };
    const { engine } = versions;
    const stored = anew ? null : await findStored(tx, context, { key, engine }, parts);
    if (stored && waitsAsLong(stored, deadlineAt)) return { runId: stored.id, joined: true };
    const runId = v7();
    await ports.runRecords.create(tx, context, {
      id: runId,
      capability: capability.definition.id,
      plugin: capability.plugin.id,
      pluginVersion: capability.plugin.version,
      actor: context.actor,
      input,
      inputHash: inputHash(input),
      joinKey: key,
      rightsKey: runRightsKey(context, capability.definition),
      idempotencyKey,
      documentIds,
      promptPins: versions.pins,
      variant,
      deadlineAt: deadlineAt === null ? null : new Date(deadlineAt).toISOString(),
    });
    const own = { payload: { runId }, key: runId };
    await parts.outbox.job(tx, context, { ...own, name: runJobName, payload: { runId, anew }, priority });
    if (deadlineAt !== null) {
      const delayMs = Math.max(0, deadlineAt - Date.now()) + lateMs;
      await parts.outbox.job(tx, context, { ...own, name: runDeadlineJobName, delayMs });
    }
    return { runId, joined: false };
  }

  async function resume(context: RequestContext, capability: string, after: string): Promise<string> {
    const runId = runLog.runOf(after);
    const run = await expectVisible(context, runId);
    if (run.capability !== capability) throw new AppError('CURSOR_INVALID');
    return runId;
  }

  async function expectVisible(context: RequestContext, runId: string): Promise<RunRow> {
    return database.tenant(context.tenant, async (tx) => {
      const run = await ports.runRecords.find(tx, runId);
      if (!run || !(await mayRead(tx, context, run, parts.access))) throw noRun();
      return run;
    });
  }

  async function withDocument(
    context: RequestContext,
    event: Extract<RunEvent, { type: 'Citation' }>,
    known: Map<string, boolean>,
  ): Promise<RunEvent> {
    const { documentId } = event;
    const isReadable =
      known.get(documentId) ??
      (await database.tenant(context.tenant, async (tx) => {
        const readable = await parts.access.readable(tx, context, 'Document', [documentId]);
        return readable.has(documentId);
      }));
    known.set(documentId, isReadable);
    return { ...event, document: isReadable ? { id: documentId } : null };
  }
}

/** How a run is asked for, as it is kept. */
interface Asked {
  idempotencyKey: string | null;
  anew: boolean;
  variant: RunVariant | null;
  priority: RunPriority;
  /** In milliseconds since the epoch. */
  deadlineAt: number | null;
}

/** @throws AppError `BAD_USER_INPUT` */
function askedOf({
  priority,
  deadlineMs: within,
  seed,
  pin,
  variant,
}: RunOptions & { variant?: RunVariant | null }): Omit<Asked, 'idempotencyKey' | 'anew'> {
  const isFit = within == null || (within >= deadlineMs.atLeast && within <= deadlineMs.atMost);
  if (!isFit) {
    const reason = `deadlineMs must be from ${deadlineMs.atLeast} to ${deadlineMs.atMost}`;
    throw new AppError('BAD_USER_INPUT', { reason });
  }
  const isVaried = Boolean(variant ?? pin) || typeof seed === 'number';
  return {
    variant: isVaried ? { ...pin, ...variant, ...(typeof seed === 'number' && { seed }) } : null,
    priority: priority ?? 'NORMAL',
    deadlineAt: within == null ? null : Date.now() + within,
  };
}

/** A run that goes on and may fail sooner than one that is asked for now is no answer to it. */
function waitsAsLong({ result, deadlineAt }: RunRow, asked: number | null): boolean {
  if (result !== null || !deadlineAt) return true;
  return asked !== null && Date.parse(deadlineAt) >= asked;
}

function sameRequest(run: RunRow, capability: string, input: unknown): string {
  if (run.capability === capability && run.inputHash === inputHash(input)) return run.id;
  throw new AppError('CONFLICT', { reason: 'the idempotency key was used for another request' });
}

function expectMayStart(context: RequestContext): void {
  if (/^(plugin|system):/.test(context.actor)) return;
  authorize(context, 'runs:start');
  // What a run says is made of documents; the job that executes it does not know the scopes of a token.
  authorize(context, 'documents:read');
}
