import { AppError, type RequestContext, type WorkEstimate } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { LiveEvents, Outbox, SearchIndex, SubgraphPorts, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { storedVectors } from '#platform/models';
import { EmbeddingChangeEntity, type EmbeddingChangeRow } from './embedding-change.entity.js';
import { type EstimateParts, estimateReembedding } from './estimate-reembedding.js';
import { reportChange } from './reembed-work.js';

/** How much of the exact search the new index must find, if nobody says otherwise. */
const defaultMinRecall = 0.95;
const searchMs = 30_000;

export interface ChangeParts extends EstimateParts {
  outbox: Outbox;
  live: LiveEvents;
  search: SearchIndex;
  ports: Pick<SubgraphPorts, 'works' | 'prices'>;
}

/** Changes of the embedding model of a tenant's index: begun, cancelled, rolled back, made final. */
export class EmbeddingChanges {
  constructor(private readonly parts: ChangeParts) {}

  /** The newest change; null when there never was one. */
  async newest(context: RequestContext): Promise<EmbeddingChangeRow | null> {
    authorize(context, 'embeddings:manage');
    const row = await this.parts.database.tenant(context.tenant, newestOf);
    // Who rolls back again writes what a crash left unwritten; another who does so at the same time comes first.
    if (!row || !(await this.isRolledBack(context, row))) return row;
    return this.rollBack(context, row.id).catch(() => row);
  }

  /** Begins to build a generation with the model that is configured now. */
  async start(context: RequestContext, input: { minRecall?: number | null }): Promise<EmbeddingChangeRow> {
    authorize(context, 'embeddings:manage');
    const minRecall = input.minRecall ?? defaultMinRecall;
    if (!(minRecall >= 0 && minRecall <= 1))
      throw new AppError('BAD_USER_INPUT', { reason: 'minRecall must be from 0 to 1' });
    const id = newId();
    const estimate = await estimateReembedding(this.parts, context.tenant);
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const made = await tx.query(
        `insert into documents.embedding_changes
           (tenant_id, id, state, done, total, min_recall, started_by, created_at)
         values ($1, $2, 'BUILDING', 0, 0, $3, $4, now()) on conflict do nothing returning id`,
        [context.tenant, id, minRecall, context.actor],
      );
      if (made.length === 0)
        throw new AppError('CONFLICT', { reason: 'The embedding model is being changed already' });
      await this.parts.outbox.job(tx, context, {
        name: 'documents.reembed',
        payload: { changeId: id },
        priority: 'BATCH',
      });
      return this.changed(tx, context, 'embeddings.reembed', estimate);
    });
  }

  /** Ends a change that is under way; searches never saw it. */
  async cancel(context: RequestContext, changeId: string | null): Promise<EmbeddingChangeRow> {
    const change = await this.change(
      context,
      changeId,
      ['BUILDING', 'COMPARING'],
      'cancel',
      async (tx, row) => setState(tx, row, 'CANCELLED'),
    );
    // The job finds out by itself; this frees the space at once, also where none is running.
    await this.drop(context, change.generation ?? null);
    return change;
  }

  /** Makes the earlier generation answer again, at once: it was written all the time. */
  async rollBack(context: RequestContext, changeId: string | null): Promise<EmbeddingChangeRow> {
    return this.change(context, changeId, ['SWITCHED'], 'roll-back', async (tx, row) => {
      const { search } = this.parts;
      const signal = AbortSignal.timeout(searchMs);
      const { current, previous } = await search.generations(context.tenant, signal);
      if (current?.name === row.generation) await search.rollBack(context.tenant, signal);
      // After a crash between the two it has been done.
      else if (previous?.name !== row.generation)
        throw new AppError('CONFLICT', { reason: 'The index was built anew since; start another change' });
      await setState(tx, row, 'ROLLED_BACK');
    });
  }

  /** Deletes the generation that does not answer, with its vectors. */
  async release(context: RequestContext, changeId: string | null): Promise<EmbeddingChangeRow> {
    return this.change(context, changeId, ['SWITCHED', 'ROLLED_BACK'], 'release', async (tx, row) => {
      const { search } = this.parts;
      const signal = AbortSignal.timeout(searchMs);
      const { current, previous } = await search.generations(context.tenant, signal);
      if (row.state === 'SWITCHED' && previous?.name === row.generation)
        throw new AppError('CONFLICT', {
          reason: 'The earlier model answers again; look at the change first',
        });
      if (previous) await search.dropGeneration(context.tenant, previous.name, signal);
      if (current?.space) await storedVectors.forgetOthers(tx, current.space);
      await setState(tx, row, 'RELEASED');
    });
  }

  /** Whether a crash came between the rollback of the index and the row that tells of it. */
  private async isRolledBack({ tenant }: RequestContext, row: EmbeddingChangeRow): Promise<boolean> {
    if (row.state !== 'SWITCHED') return false;
    const signal = AbortSignal.timeout(searchMs);
    const { previous } = await this.parts.search.generations(tenant, signal);
    return previous !== null && previous.name === row.generation;
  }

  private async change(
    context: RequestContext,
    changeId: string | null,
    from: readonly EmbeddingChangeRow['state'][],
    action: string,
    work: (tx: Transaction, row: EmbeddingChangeRow) => Promise<void>,
  ): Promise<EmbeddingChangeRow> {
    authorize(context, 'embeddings:manage');
    return this.parts.database.tenant(
      context.tenant,
      async (tx) => {
        await tx.query(
          'select id from documents.embedding_changes order by created_at desc, id desc limit 1 for update',
        );
        const row = await newestOf(tx);
        if (!row || (changeId !== null && row.id !== changeId.toLowerCase()))
          throw new AppError('NOT_FOUND', { thing: 'The change of the embedding model' });
        if (!from.includes(row.state))
          throw new AppError('CONFLICT', { reason: `The change of the embedding model is ${row.state}` });
        await work(tx, row);
        return this.changed(tx, context, `embeddings.${action}`);
      },
      { timeoutMs: searchMs },
    );
  }

  private async changed(
    tx: Transaction,
    context: RequestContext,
    action: string,
    estimate?: WorkEstimate,
  ): Promise<EmbeddingChangeRow> {
    tx.em.clear();
    const row = await newestOf(tx);
    if (!row) throw new AppError('NOT_FOUND', { thing: 'The change of the embedding model' });
    const body = { from: row.fromModel ?? null, to: row.toModel ?? null, minRecall: row.minRecall };
    const subjects = [{ type: 'EmbeddingChange', id: row.id }];
    await this.parts.outbox.audit(tx, context, { kind: 'mutation', action, subjects, body });
    await this.parts.live.publish(tx, context, 'embeddings.changed', { changeId: row.id, state: row.state });
    await reportChange(this.parts.ports, tx, context, row, estimate);
    return row;
  }

  private async drop({ tenant }: RequestContext, generation: string | null): Promise<void> {
    if (generation === null) return;
    const { search } = this.parts;
    await search.dropGeneration(tenant, generation, AbortSignal.timeout(searchMs));
  }
}

async function newestOf({ em }: Transaction): Promise<EmbeddingChangeRow | null> {
  const order = { createdAt: 'desc' as const, id: 'desc' as const };
  const [row] = await em.find(EmbeddingChangeEntity, {}, { orderBy: order, limit: 1 });
  return row ?? null;
}

async function setState(
  tx: Transaction,
  { id }: EmbeddingChangeRow,
  state: EmbeddingChangeRow['state'],
): Promise<void> {
  await tx.query(
    'update documents.embedding_changes set state = $2, finished_at = coalesce(finished_at, now()) where id = $1',
    [id, state],
  );
}
