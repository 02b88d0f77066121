import { type IngestStep, ingestSteps, type RequestContext } from 'tributary/sdk';
import type { LiveEvents, Transaction } from '#platform';
import type { StepState } from '../step.entity.js';

export interface EndedStep {
  step: IngestStep;
  /** `DONE` by default. */
  state?: StepState;
  code?: string | null;
  /** The run that filled it. */
  runId?: string | null;
}

/** Writes where the steps of one version stand, and tells whoever watches. */
export class StepProgress {
  constructor(
    private readonly live: LiveEvents,
    private readonly document: { documentId: string; versionId: string },
  ) {}

  /** Ends a step and begins the next one. */
  async advance(
    tx: Transaction,
    context: RequestContext,
    done: EndedStep,
    next: IngestStep | null,
  ): Promise<void> {
    const write = tx.query(
      `update documents.steps set
         state = case when name = $2 then $3 else 'RUNNING' end,
         code = case when name = $2 then $4 end,
         run_id = case when name = $2 then coalesce($5::uuid, run_id) else run_id end,
         started_at = case when name = $2 then coalesce(started_at, clock_timestamp()) else clock_timestamp() end,
         finished_at = case when name = $2 then coalesce(finished_at, clock_timestamp()) end
       where version_id = $1 and name in ($2, $6)`,
      [this.document.versionId, done.step, done.state ?? 'DONE', done.code ?? null, done.runId ?? null, next],
    );
    await Promise.all([write, this.tell(tx, context, 'PROCESSING')]);
  }

  async begin(tx: Transaction, context: RequestContext, step: IngestStep): Promise<void> {
    await tx.query(
      `update documents.steps set state = 'RUNNING', started_at = clock_timestamp(), finished_at = null, code = null
       where version_id = $1 and name = $2`,
      [this.document.versionId, step],
    );
    await this.tell(tx, context, 'PROCESSING');
  }

  /** Marks every step behind `from` that has not ended as skipped. */
  async skipAfter(tx: Transaction, from: IngestStep, code: string | null): Promise<void> {
    const behind = ingestSteps.slice(ingestSteps.indexOf(from) + 1);
    await tx.query(
      `update documents.steps set state = 'SKIPPED', code = $3, finished_at = clock_timestamp()
       where version_id = $1 and name = any($2) and state in ('PENDING', 'RUNNING')`,
      [this.document.versionId, behind, code],
    );
  }

  /** How long this reading has taken so far. */
  async durationMs(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ ms: number | null }>(
      `select extract(epoch from clock_timestamp() - min(started_at))::float8 * 1000 as ms
       from documents.steps where version_id = $1`,
      [this.document.versionId],
    );
    return Math.max(0, row?.ms ?? 0);
  }

  async tell(tx: Transaction, context: RequestContext, status: string): Promise<void> {
    const { documentId } = this.document;
    await this.live.publish(tx, context, 'document.changed', { documentId, status });
  }
}
