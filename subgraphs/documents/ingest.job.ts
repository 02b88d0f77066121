import { AppError, z } from 'tributary/sdk';
import type { JobDefinition, WorkerTools } from '#platform';
import { DocumentEnding } from './ingest/document-ending.js';
import { Ingest, type IngestParts } from './ingest/ingest.js';
import { StepProgress } from './ingest/step-progress.js';
import { lockCurrent } from './lock-document.js';
import { StepEntity } from './step.entity.js';

const payload = z.object({
  documentId: z.uuid(),
  versionId: z.uuid(),
  cleared: z.boolean().default(false),
});

/** The main job: one a version, with a checkpoint after each step. */
export function ingestJob(parts: IngestParts, worker: WorkerTools): JobDefinition<typeof payload> {
  return {
    name: 'documents.ingest',
    queue: 'ingest',
    payload,
    timeoutMs: 180_000,
    async run(request, job) {
      const ingest = await Ingest.load(parts, worker, job, request);
      await ingest?.run();
    },
    /** No document stays in the air: after the last attempt it has failed with a code. */
    async onDead({ documentId, versionId }, error, { context }) {
      await parts.database.tenant(context.tenant, async (tx) => {
        const document = await lockCurrent(tx, { id: documentId, versionId });
        if (!document) return;
        const running = await tx.em.findOne(
          StepEntity,
          { versionId, state: { $in: ['RUNNING', 'PENDING'] } },
          { orderBy: { ordinal: 'asc' } },
        );
        const progress = new StepProgress(parts.live, { documentId, versionId });
        const failure = error instanceof AppError ? error : new AppError('INTERNAL');
        await new DocumentEnding(parts, progress, context, document).fail(
          tx,
          running?.name ?? 'record',
          failure,
        );
      });
    },
  };
}
