import { AppError } from 'tributary/sdk';
import { v7 } from 'uuid';
import type { Transaction } from '#platform';

/** Where a label stands, and where it stood before, the newest last. */
export interface LabelPlace {
  readonly versionId: string;
  readonly previous: readonly string[];
}

export interface LabelName {
  readonly prompt: string;
  readonly label: string;
}

/** What can happen to a label. */
export type LabelAction = 'RELEASED' | 'MOVED' | 'ROLLED_BACK' | 'FOLLOWED';

/** How far a label can be rolled back. */
const remembered = 50;
/** Labels of one owner at one prompt. */
const mostLabels = 20;

/** The labels of one owner: of the transaction's tenant, or those of all tenants, which only the system role writes. */
export class LabelStore {
  readonly #labels: string;
  readonly #moves: string;

  constructor(private readonly owner: 'TENANT' | 'ALL') {
    this.#labels = `capabilities.${owner === 'TENANT' ? 'tenant_prompt_labels' : 'prompt_labels'}`;
    this.#moves = `capabilities.${owner === 'TENANT' ? 'tenant_prompt_moves' : 'prompt_moves'}`;
  }

  async find(tx: Transaction, { prompt, label }: LabelName): Promise<LabelPlace | null> {
    const [place] = await tx.query<LabelPlace>(
      `select version_id as "versionId", previous from ${this.#labels} where prompt = $1 and label = $2`,
      [prompt, label],
    );
    return place ?? null;
  }

  /** @throws AppError `CONFLICT` when the prompt has all the labels that it may have */
  async expectRoom(tx: Transaction, { prompt }: LabelName): Promise<void> {
    const [labels] = await tx.query<{ count: number }>(
      `select count(*) as count from ${this.#labels} where prompt = $1`,
      [prompt],
    );
    if ((labels?.count ?? 0) < mostLabels) return;
    throw new AppError('CONFLICT', { reason: `the prompt ${prompt} has ${mostLabels} labels already` });
  }

  /** Without an actor the label goes on following the files of the plugin. */
  async place(
    tx: Transaction,
    { prompt, label }: LabelName,
    { versionId, previous }: LabelPlace,
    actor: string | null,
  ): Promise<void> {
    const [column, key, values] =
      this.owner === 'TENANT' ? ['tenant_id, ', 'tenant_id, ', '$6, '] : ['', '', ''];
    await tx.query(
      `insert into ${this.#labels} (${column}prompt, label, version_id, previous, moved_by)
       values (${values}$1, $2, $3, $4, $5)
       on conflict (${key}prompt, label) do update set version_id = excluded.version_id,
         previous = excluded.previous, moved_by = excluded.moved_by, moved_at = clock_timestamp()`,
      [
        prompt,
        label,
        versionId,
        previous.slice(-remembered),
        actor,
        ...(this.owner === 'TENANT' ? [tx.tenant] : []),
      ],
    );
  }

  async remove(tx: Transaction, { prompt, label }: LabelName): Promise<void> {
    await tx.query(`delete from ${this.#labels} where prompt = $1 and label = $2`, [prompt, label]);
  }

  /** Writes the history. */
  async note(
    tx: Transaction,
    { prompt, label }: LabelName,
    move: { action: LabelAction; versionId: string | null; actor: string | null },
  ): Promise<void> {
    const [column, value] = this.owner === 'TENANT' ? ['tenant_id, ', '$7, '] : ['', ''];
    await tx.query(
      `insert into ${this.#moves} (${column}id, prompt, label, version_id, action, moved_by)
       values (${value}$1, $2, $3, $4, $5, $6)`,
      [
        v7(),
        prompt,
        label,
        move.versionId,
        move.action,
        move.actor,
        ...(this.owner === 'TENANT' ? [tx.tenant] : []),
      ],
    );
  }
}

/** Labels of the tenant; they go before those of all. */
export const tenantLabels = new LabelStore('TENANT');
/** Labels of every tenant that has none of its own. */
export const sharedLabels = new LabelStore('ALL');

/** A place after a move to another version; the same place when it stands there. */
export function movedTo(place: LabelPlace | null, versionId: string): LabelPlace {
  if (!place) return { versionId, previous: [] };
  if (place.versionId === versionId) return place;
  return { versionId, previous: [...place.previous, place.versionId] };
}

/** A place one move earlier; null when it stood nowhere else. */
export function movedBack({ previous }: LabelPlace): LabelPlace | null {
  const versionId = previous.at(-1);
  return versionId === undefined ? null : { versionId, previous: previous.slice(0, -1) };
}
