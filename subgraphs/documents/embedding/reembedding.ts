import { AppError } from 'tributary/sdk';
import type { Embedder, EmbeddingSpace, JobRun, Transaction } from '#platform';
import { compareGenerations } from './compare-generations.js';
import { EmbeddingChangeEntity, type EmbeddingChangeRow } from './embedding-change.entity.js';
import type { ChangeParts } from './embedding-changes.service.js';
import { firstDocument, GenerationFill } from './generation-fill.js';
import { PassageVectors } from './passage-vectors.js';
import { reportChange } from './reembed-work.js';

/** Documents that are embedded, and filled in, at once: few, so that who searches meanwhile waits for no long write. */
const batch = 10;
/** The checkpoint of a job whose work another one goes on with. */
const handedOver = 'handed-over';
/** How many of them are embedded at once by the batch endpoint of a provider, which takes long however few they are. */
const batchedDocuments = 500;
/** Clocks of several machines differ by less. */
const marginMs = 60_000;
const switchMs = 60_000;

/** One attempt to carry a change of the embedding model through, from wherever an earlier one was broken off. */
export class Reembedding {
  constructor(
    private readonly parts: ChangeParts,
    private readonly embedder: Embedder,
    private readonly job: JobRun,
    private readonly changeId: string,
    /** When another job takes over, in milliseconds since the epoch. */
    private readonly turnEnds: number,
  ) {}

  async run(): Promise<void> {
    const change = await this.load();
    if (!change || !isRunning(change) || (await this.job.checkpoint(handedOver)) !== undefined) return;
    const { search } = this.parts;
    const { context, signal } = this.job;
    const { current } = await search.generations(context.tenant, signal);
    // It was switched, and a crash came before that could be written.
    if (current !== null && current.name === change.generation) return this.switchTo(current.name);
    const space = await this.embedder.space({ context, signal });
    const { generation, filledTo } = await this.begin(change, space);
    if (!(await this.fill(generation, space, filledTo))) return;
    if (!(await this.compare(generation, space))) return;
    await this.switchTo(generation);
  }

  /** Takes up the generation that an earlier attempt began, or begins one in place of the earlier of two. */
  private async begin(
    change: EmbeddingChangeRow,
    space: EmbeddingSpace,
  ): Promise<{ generation: string; filledTo: string }> {
    const { search } = this.parts;
    const { context, signal } = this.job;
    const { current, previous, building } = await search.generations(context.tenant, signal);
    const isOurs = building !== null && building.name === change.generation;
    if (isOurs && building.space?.model === space.model && building.space.dimensions === space.dimensions)
      return { generation: building.name, filledTo: change.filledTo ?? firstDocument };
    if (previous) await search.dropGeneration(context.tenant, previous.name, signal);
    const generation = await search.beginGeneration(context.tenant, signal, space);
    await this.write(
      `from_model = $2, from_dimensions = $3, to_model = $4, to_dimensions = $5, generation = $6, filled_to = null,
       state = 'BUILDING', done = 0, total = (
         select count(*) from documents.chunks c join documents.documents d on d.version_id = c.version_id
          where d.status in ('PROCESSING', 'READY', 'NEEDS_REVIEW'))`,
      [
        current?.space?.model ?? null,
        current?.space?.dimensions ?? null,
        space.model,
        space.dimensions,
        generation,
      ],
    );
    return { generation, filledTo: firstDocument };
  }

  /** False when its turn ended before it was whole. */
  private async fill(generation: string, space: EmbeddingSpace, filledTo: string): Promise<boolean> {
    const { database, search, outbox } = this.parts;
    const { context, signal, log } = this.job;
    const passages = new PassageVectors({ database, search, log }, this.embedder);
    const unhurried = { progress: () => this.expectRunning() };
    const asked = { context, signal, purpose: 'documents.reembed', unhurried };
    const make = (texts: readonly string[]) => passages.make(space, texts, asked);
    const lookAhead = this.embedder.hasBatches ? batchedDocuments : batch;
    const options = { database, search, context, signal, generation, space, batch, lookAhead, make };
    const fill = new GenerationFill(options);
    let isOver = false;
    const progress = async (tx: Transaction, last: string, count: number) => {
      await this.write('filled_to = $2, done = least(total, done + $3), code = null', [last, count], tx);
      // What is ahead was paid for: it is written first.
      isOver = Date.now() > this.turnEnds && !fill.isAheadOf(last);
      if (isOver && (await this.job.effect(tx, handedOver)))
        await outbox.job(tx, context, {
          name: 'documents.reembed',
          payload: { changeId: this.changeId },
          priority: 'BATCH',
        });
    };
    for (let last: string | null = filledTo; last !== null; ) {
      await this.job.rest();
      last = await fill.next(last, progress);
      if (isOver) return false;
    }
    // What was read meanwhile while the new model did not answer is there without its vectors.
    const since = new Date(((await this.load())?.createdAt.getTime() ?? 0) - marginMs);
    for (let last: string | null = firstDocument; last !== null; ) {
      await this.job.rest();
      last = await fill.next(last, () => this.expectRunning(), since);
    }
    return true;
  }

  /** Whether it may be switched to. */
  private async compare(generation: string, space: EmbeddingSpace): Promise<boolean> {
    const { database, search } = this.parts;
    const { context, signal } = this.job;
    await this.write(`state = 'COMPARING', done = total, code = null`, []);
    const { current } = await search.generations(context.tenant, signal);
    const { recall, overlap, sampled } = await compareGenerations({
      database,
      search,
      context,
      signal,
      seed: this.changeId,
      rest: () => this.job.rest(),
      next: { generation, space },
      now: current && { generation: current.name, space: current.space },
      embed: async (wanted, texts) =>
        this.embedder.serves(wanted)
          ? this.embedder.embed(texts, { context, signal, purpose: 'documents.compare', space: wanted })
          : null,
    });
    await this.write('recall = $2, overlap = $3, sampled = $4', [recall, overlap, sampled]);
    const change = await this.load();
    if (recall >= (change?.minRecall ?? 1)) return true;
    await this.write(`state = 'REFUSED', code = 'RECALL_TOO_LOW', finished_at = now()`, []);
    await search.dropGeneration(context.tenant, generation, signal);
    return false;
  }

  /** The index and the row of the change belong together: who cancels comes before both, or after. */
  private async switchTo(generation: string): Promise<void> {
    const { database, search, outbox } = this.parts;
    const { context, signal } = this.job;
    await database.tenant(
      context.tenant,
      async (tx) => {
        await this.write(`state = 'SWITCHED', done = total, code = null, finished_at = now()`, [], tx);
        await this.job.effect(tx, 'switched');
        const { current } = await search.generations(context.tenant, signal);
        if (current?.name !== generation)
          await search.switchGeneration(context.tenant, generation, signal, { keepPrevious: true });
        const subjects = [{ type: 'EmbeddingChange', id: this.changeId }];
        const body = { generation };
        await outbox.audit(tx, context, { kind: 'mutation', action: 'embeddings.switch', subjects, body });
      },
      { signal, timeoutMs: switchMs },
    );
  }

  private load(): Promise<EmbeddingChangeRow | null> {
    const { database } = this.parts;
    return database.tenant(this.job.context.tenant, (tx) =>
      tx.em.findOne(EmbeddingChangeEntity, { id: this.changeId }),
    );
  }

  private async expectRunning(): Promise<void> {
    const change = await this.load();
    if (!change || !isRunning(change)) throw ended();
  }

  /** Writes where the change stands, and tells whoever watches. @throws AppError `CONFLICT` when it was cancelled */
  private async write(set: string, values: readonly unknown[], within?: Transaction): Promise<void> {
    const { database, live, ports } = this.parts;
    const { context, signal } = this.job;
    const work = async (tx: Transaction) => {
      const [row] = await tx.query<Parameters<typeof reportChange>[3]>(
        `update documents.embedding_changes set ${set}
          where id = $1 and state in ('BUILDING', 'COMPARING')
          returning id, state, done, total, min_recall as "minRecall", code`,
        [this.changeId, ...values],
      );
      if (!row) throw ended();
      await live.publish(tx, context, 'embeddings.changed', { changeId: this.changeId, state: row.state });
      await reportChange(ports, tx, context, row);
    };
    await (within ? work(within) : database.tenant(context.tenant, work, { signal }));
  }
}

export function isRunning({ state }: Pick<EmbeddingChangeRow, 'state'>): boolean {
  return state === 'BUILDING' || state === 'COMPARING';
}

function ended(): AppError {
  const reason = 'The change of the embedding model has been cancelled';
  return new AppError('CONFLICT', { reason }, { retryable: false });
}
