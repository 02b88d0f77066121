import { AppError, type RequestContext, rightsOfAccessList, stepOutputs, z } from 'tributary/sdk';
import type {
  Database,
  JobDefinition,
  JobRun,
  RunOutcome,
  StepSinks,
  Transaction,
  WorkerTools,
} from '#platform';
import { DocumentEntity, type DocumentRow } from './document.entity.js';
import { lockDocument } from './lock-document.js';

const payload = z.object({ documentId: z.uuid() });
/** The steps that look beyond the document itself. */
const steps = ['relate', 'recommend'] as const;
type AdviceStep = (typeof steps)[number];

const isRead = ({ status }: Pick<DocumentRow, 'status'>) => status === 'READY' || status === 'NEEDS_REVIEW';

/** Relates a document that was read and advises on it once more, as it and the others stand now. */
export function adviseJob(
  { database }: { database: Database },
  worker: Pick<WorkerTools, 'runner' | 'sinks'>,
): JobDefinition<typeof payload> {
  return {
    name: 'documents.advise',
    queue: 'ai',
    payload,
    timeoutMs: 180_000,
    async run({ documentId: id }, job) {
      const document = await database.tenant(job.context.tenant, ({ em }) =>
        em.findOne(DocumentEntity, { id }),
      );
      if (!document || !isRead(document)) return;
      for (const step of steps) if (!(await adviseStep(worker, job, document, step))) return;
    },
  };
}

/** False when the document is gone or read anew: then its own reading advises. */
async function adviseStep(
  { runner, sinks }: Pick<WorkerTools, 'runner' | 'sinks'>,
  job: JobRun,
  document: DocumentRow,
  step: AdviceStep,
): Promise<boolean> {
  const { id: documentId, versionId } = document;
  // What is said of a document is shown to everyone who may read it.
  const context = { ...job.context, actor: 'system:ingest', rights: rightsOfAccessList(document.access) };
  const capability = runner.stepCapability(step, context.tenant);
  if (!capability || (await job.checkpoint(step)) !== undefined) return true;
  let isOver = false;
  try {
    await runner.execute({
      capability,
      input: { documentId, versionId },
      context,
      signal: job.signal,
      anew: true,
      sink: async (tx, outcome) => {
        const now = await lockDocument(tx, documentId);
        isOver = !now || !isRead(now) || now.versionId !== versionId;
        if (isOver) throw new AppError('CONFLICT', { reason: 'The document is gone or is read anew' });
        if (await job.effect(tx, step, true)) await store(sinks, step, tx, context, document, outcome);
      },
    });
    return true;
  } catch (error) {
    if (isOver) return false;
    throw error;
  }
}

/** Gives the output to the subgraph that owns the step's table. */
async function store(
  sinks: StepSinks,
  step: AdviceStep,
  tx: Transaction,
  context: RequestContext,
  { id: documentId, versionId, access }: DocumentRow,
  outcome: RunOutcome,
): Promise<void> {
  const { result } = outcome;
  if (result.type !== 'Answer' && result.type !== 'NeedsReview') return;
  const common = { documentId, versionId, access, outcome };
  // One branch a step: each sink takes the output type of its own step.
  if (step === 'relate')
    await sinks.relate?.(tx, context, { ...common, output: stepOutputs.relate.parse(result.output) });
  else
    await sinks.recommend?.(tx, context, { ...common, output: stepOutputs.recommend.parse(result.output) });
}
