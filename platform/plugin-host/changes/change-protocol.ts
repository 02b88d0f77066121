import { AppError } from 'tributary/sdk';
import type { PluginCulprit } from '#platform';
import type { Database } from '#platform/database';
import {
  type Ack,
  type ChangePhase,
  changeLock,
  channel,
  type DesiredState,
  type OpenChange,
} from './desired-state.js';
import { refused } from './failures.js';
import type { PluginProcess, PluginProcesses } from './processes.js';

export interface ProtocolParts {
  readonly database: Pick<Database, 'listen'>;
  readonly state: DesiredState;
  readonly processes: PluginProcesses;
}

/** How long a process has to answer to a phase. */
const ackMs = 10_000;
const lookMs = 500;
const afterLoad: Readonly<Record<OpenChange['action'], readonly ChangePhase[]>> = {
  ENABLE: ['ACTIVATE', 'PUBLISH', 'SWAP'],
  DISABLE: ['ACTIVATE', 'PUBLISH', 'SWAP'],
};

/** Takes all processes through the phases of a change. */
export class ChangeProtocol {
  readonly #parts: ProtocolParts;

  constructor(parts: ProtocolParts) {
    this.#parts = parts;
  }

  /**
   * Gives the generation that gateways serve in the end.
   * @throws ChangeRefused while nothing has changed yet: a process could not load it, or did not answer in time.
   */
  async run(wanted: Pick<OpenChange, 'plugin' | 'action' | 'hash'>, actor: string): Promise<string | null> {
    const { state } = this.#parts;
    let change = await state.begin(wanted);
    try {
      await this.#expectAll(change);
      change = await state.commit(change, actor, 'ACTIVATE');
    } catch (error) {
      await state.move(change, 'ABORTED');
      throw error;
    }
    let generation: string | null = null;
    // It is desired now. A process that does not follow in time will by itself.
    for (const phase of afterLoad[wanted.action]) {
      if (phase !== change.phase) change = await state.move(change, phase);
      const { acks } = await this.#acks(change);
      generation = acks.find(({ detail }) => detail !== null)?.detail ?? generation;
    }
    await state.move(change, 'DONE');
    return generation;
  }

  async #expectAll(change: OpenChange): Promise<void> {
    const { acks, silent, alive } = await this.#acks(change);
    const { plugin } = change;
    const nameOf = (process: string) => alive.find((one) => one.process === process)?.name ?? process;
    const culprits = [
      ...acks.flatMap(({ process, error }) =>
        error ? [culprit(plugin, `${nameOf(process)}: ${error.code}: ${error.message}`, error.hint)] : [],
      ),
      ...silent.map(({ name }) =>
        culprit(
          plugin,
          `${name} did not answer within ${ackMs / 1000} s.`,
          'See whether that process is alive and its log.',
        ),
      ),
    ];
    if (culprits.length === 0) return;
    const reason = culprits.map(({ message }) => message).join(' ');
    throw refused('PluginRefused', 'PLUGIN_NOT_ACKNOWLEDGED', { plugin, reason }, culprits);
  }

  /** The answers to a phase when all that are alive have answered, or the time is over. */
  async #acks(change: OpenChange): Promise<{ acks: Ack[]; silent: PluginProcess[]; alive: PluginProcess[] }> {
    const { database, state, processes } = this.#parts;
    const alive = await processes.alive();
    const deadline = Date.now() + ackMs;
    let wake = Promise.withResolvers<void>();
    const unlisten = await database.listen(channel, () => wake.resolve());
    try {
      for (;;) {
        const [acks, staying] = await Promise.all([
          state.acks(change),
          processes.staying(alive.map(({ process }) => process)),
        ]);
        const silent = alive.filter(
          ({ process }) => staying.has(process) && !acks.some((ack) => ack.process === process),
        );
        const hasFailed = acks.some(({ error }) => error !== null);
        if (silent.length === 0 || hasFailed || Date.now() > deadline) {
          return { acks, silent: hasFailed ? [] : silent, alive };
        }
        const timer = setTimeout(() => wake.resolve(), lookMs);
        await wake.promise;
        clearTimeout(timer);
        wake = Promise.withResolvers();
      }
    } finally {
      await unlisten();
    }
  }
}

function culprit(plugin: string, message: string, hint: string): PluginCulprit {
  return { plugin, coordinate: null, operation: null, message, hint };
}

/** One change at a time in the whole system. @throws AppError `CONFLICT` when another takes too long. */
export async function oneAtATime<T>(database: Pick<Database, 'shared'>, work: () => Promise<T>): Promise<T> {
  return database.shared(
    async (tx) => {
      await tx.query(`set local lock_timeout = '${lockWaitMs}ms'`);
      try {
        await tx.query('select pg_advisory_xact_lock($1)', [changeLock]);
      } catch (cause) {
        throw new AppError('CONFLICT', { reason: 'Another change of plugins is under way' }, { cause });
      }
      return work();
    },
    { timeoutMs: changeMs },
  );
}

const lockWaitMs = 30_000;
const changeMs = 120_000;
