import {
  AppError,
  type CapabilityStep,
  type IngestStep,
  type ParsedDocument,
  type RequestContext,
  rightsOfAccessList,
  stepOutputs,
} from 'tributary/sdk';
import type {
  Blobs,
  CapabilityRun,
  Database,
  JobRun,
  LiveEvents,
  Outbox,
  RunOutcome,
  SearchIndex,
  SubgraphPorts,
  Transaction,
  WorkerTools,
} from '#platform';
import { DocumentEntity, type DocumentRow } from '../document.entity.js';
import { lockCurrent } from '../lock-document.js';
import { VersionEntity, type VersionRow } from '../version.entity.js';
import { DocumentEnding } from './document-ending.js';
import { Indexing } from './indexing.js';
import { StepProgress } from './step-progress.js';
import { storeParsed } from './store-parsed.js';

export interface IngestParts {
  database: Database;
  outbox: Outbox;
  live: LiveEvents;
  blobs: Blobs;
  search: SearchIndex;
  ports: Pick<SubgraphPorts, 'reviews'>;
}

/** What the job is asked to read. */
export interface IngestRequest {
  documentId: string;
  versionId: string;
  /** A person has let it out of quarantine: it is read on behind screening. */
  cleared: boolean;
}

/**
 * The main job for one version of one document. Every step commits its effect, its checkpoint and its state together,
 * so that a job that runs again goes on where the last commit was. A document that is deleted or gets a newer version
 * meanwhile is left alone from then on.
 */
export class Ingest {
  private readonly context: RequestContext;
  private readonly progress: StepProgress;
  private readonly ending: DocumentEnding;
  private isOver = false;

  constructor(
    private readonly parts: IngestParts,
    private readonly worker: WorkerTools,
    private readonly job: JobRun,
    private readonly document: DocumentRow,
    private readonly version: VersionRow,
    private readonly isCleared: boolean,
  ) {
    // What is made of a document may be shown to everyone who may read it, so nothing else may flow into it.
    this.context = { ...job.context, actor: 'system:ingest', rights: rightsOfAccessList(document.access) };
    this.progress = new StepProgress(parts.live, { documentId: document.id, versionId: version.id });
    this.ending = new DocumentEnding(parts, this.progress, this.context, document);
  }

  /** Null when it was read to its end, is gone or has a newer version: then there is nothing to do. */
  static async load(
    parts: IngestParts,
    worker: WorkerTools,
    job: JobRun,
    { documentId: id, versionId, cleared }: IngestRequest,
  ): Promise<Ingest | null> {
    return parts.database.tenant(job.context.tenant, async ({ em }) => {
      const document = await em.findOne(DocumentEntity, { id, versionId, status: 'PROCESSING' });
      const version = document && (await em.findOne(VersionEntity, { id: versionId }));
      return document && version ? new Ingest(parts, worker, job, document, version, cleared) : null;
    });
  }

  async run(): Promise<void> {
    const steps = [
      ...(this.isCleared ? [] : [() => this.parse(), () => this.screen()]),
      () => this.capability('classify', 'extract'),
      () => this.capability('extract', 'chunk'),
      () => this.index(),
      () => this.capability('relate', 'recommend'),
      () => this.recommend(),
    ];
    for (const step of steps) {
      if (this.isOver) return;
      await step();
    }
  }

  /** A document that cannot be read has failed with a code that its owner can act on. */
  private async parse(): Promise<void> {
    if ((await this.job.checkpoint('parse')) !== undefined) return;
    await this.transaction((tx) => this.progress.begin(tx, this.context, 'parse'));
    let parsed: ParsedDocument;
    try {
      const bytes = await this.parts.blobs.get(this.context.tenant, this.version.blobKey, this.job.signal);
      const { name, mediaType } = this.version;
      parsed = await this.worker.parser.parse(bytes, { name, mediaType: mediaType ?? null }, this.job.signal);
    } catch (error) {
      if (!(error instanceof AppError) || error.retryable) throw error;
      await this.commit('parse', (tx) => this.ending.fail(tx, 'parse', error));
      this.isOver = true;
      return;
    }
    await this.commit('parse', async (tx) => {
      await storeParsed(tx, this.document, this.version, parsed);
      await this.progress.advance(tx, this.context, { step: 'parse' }, 'screen');
    });
  }

  private async screen(): Promise<void> {
    const screened = await this.capability('screen', 'classify');
    if (this.isOver || this.version.releasedBy || verdictOf(screened?.output) !== 'QUARANTINE') return;
    await this.commit('quarantine', (tx) => this.ending.quarantine(tx));
    this.isOver = true;
  }

  private async index(): Promise<void> {
    const { parts, worker, job, context, progress, document } = this;
    this.isOver = !(await new Indexing(parts, worker, job, context, progress, document).run());
  }

  /** Runs the capability that fills a step and stores its output with the run; a step that none fills is skipped. */
  private async capability(step: CapabilityStep, next: IngestStep): Promise<{ output?: unknown } | null> {
    const before = await this.job.checkpoint(step);
    if (before !== undefined) return before as { output?: unknown } | null;
    const capability = this.worker.runner.stepCapability(step, this.context.tenant);
    if (!capability) {
      await this.commit(
        step,
        (tx) => this.progress.advance(tx, this.context, { step, state: 'SKIPPED' }, next),
        null,
      );
      return null;
    }
    const ended = await this.execute(capability, step, async (tx, outcome) => {
      await this.store(step, tx, outcome);
      const done = { step, runId: outcome.runId, ...endOf(outcome) };
      await this.progress.advance(tx, this.context, done, next);
    });
    return ended && 'output' in ended.result ? ended.result : {};
  }

  private async recommend(): Promise<void> {
    const step = 'recommend';
    const capability = this.worker.runner.stepCapability(step, this.context.tenant);
    if (!capability) {
      await this.commit(step, (tx) => this.ending.finish(tx, { state: 'SKIPPED' }));
      return;
    }
    await this.execute(
      capability,
      step,
      async (tx, outcome) => {
        await this.store(step, tx, outcome);
        await this.ending.finish(tx, { runId: outcome.runId, ...endOf(outcome) });
      },
      async (phase) => {
        if (phase === 'validate')
          await this.transaction((tx) => this.progress.advance(tx, this.context, { step }, 'validate'));
        if (phase === 'record')
          await this.transaction((tx) =>
            this.progress.advance(tx, this.context, { step: 'validate' }, 'record'),
          );
      },
    );
  }

  private execute(
    capability: string,
    step: CapabilityStep,
    effect: (tx: Transaction, outcome: RunOutcome) => Promise<void>,
    onPhase?: CapabilityRun['onPhase'],
  ): Promise<RunOutcome | null> {
    const running = this.worker.runner.execute({
      capability,
      input: { documentId: this.document.id, versionId: this.version.id },
      context: this.context,
      signal: this.job.signal,
      anew: true,
      onPhase,
      sink: async (tx, outcome) => {
        const { result } = outcome;
        const kept = step === 'screen' && 'output' in result ? { output: result.output } : {};
        // A run of a document that is gone is undone with all it says of it.
        if (!(await this.isCurrent(tx)))
          throw new AppError('CONFLICT', { reason: 'The document is gone or has a newer version' });
        if (await this.job.effect(tx, step, kept)) await effect(tx, outcome);
      },
    });
    return running.catch((error: unknown) => {
      if (this.isOver) return null;
      throw error;
    });
  }

  /** Gives the output to the subgraph that owns the step's table. */
  private async store(step: CapabilityStep, tx: Transaction, outcome: RunOutcome): Promise<void> {
    const { result } = outcome;
    if (result.type !== 'Answer' && result.type !== 'NeedsReview') return;
    const common = {
      documentId: this.document.id,
      versionId: this.version.id,
      access: this.document.access,
      outcome,
    };
    const { sinks } = this.worker;
    // One branch a step: each sink takes the output type of its own step.
    if (step === 'screen')
      await sinks.screen?.(tx, this.context, { ...common, output: stepOutputs.screen.parse(result.output) });
    if (step === 'classify')
      await sinks.classify?.(tx, this.context, {
        ...common,
        output: stepOutputs.classify.parse(result.output),
      });
    if (step === 'extract')
      await sinks.extract?.(tx, this.context, {
        ...common,
        output: stepOutputs.extract.parse(result.output),
      });
    if (step === 'relate')
      await sinks.relate?.(tx, this.context, { ...common, output: stepOutputs.relate.parse(result.output) });
    if (step === 'recommend')
      await sinks.recommend?.(tx, this.context, {
        ...common,
        output: stepOutputs.recommend.parse(result.output),
      });
  }

  /** An effect that happens once, with its checkpoint. */
  private commit(
    step: string,
    effect: (tx: Transaction) => Promise<void>,
    data: unknown = true,
  ): Promise<void> {
    return this.transaction(async (tx) => {
      if ((await this.isCurrent(tx)) && (await this.job.effect(tx, step, data))) await effect(tx);
    });
  }

  private async isCurrent(tx: Transaction): Promise<boolean> {
    this.isOver = (await lockCurrent(tx, this.document)) === null;
    return !this.isOver;
  }

  private transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.parts.database.tenant(this.context.tenant, work, { signal: this.job.signal });
  }
}

function verdictOf(output: unknown): string | null {
  const parsed = stepOutputs.screen.safeParse(output);
  return parsed.success ? parsed.data.verdict : null;
}

/** An expected outcome without an output leaves the step skipped, with its code. */
function endOf({ result }: RunOutcome): { state: 'DONE' | 'SKIPPED'; code: string | null } {
  if (result.type === 'Answer' || result.type === 'NeedsReview') return { state: 'DONE', code: null };
  if (result.type === 'Refused') return { state: 'SKIPPED', code: result.code };
  return {
    state: 'SKIPPED',
    code: result.type === 'BudgetExceeded' ? 'BUDGET_EXCEEDED' : 'INSUFFICIENT_EVIDENCE',
  };
}
