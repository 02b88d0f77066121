import type { SubgraphModule } from '#platform';
import { adviseJob } from './advise.job.js';
import { alignIndexJob } from './align-index.job.js';
import { ChunkEntity } from './chunk.entity.js';
import { deleteJob } from './delete.job.js';
import { DocumentEntity } from './document.entity.js';
import { DocumentResolver } from './document.resolver.js';
import { documentView } from './document.view.js';
import { DocumentChanges } from './document-changes.service.js';
import { DocumentIntake } from './document-intake.service.js';
import { DocumentReader } from './document-reader.service.js';
import { documentChanges } from './document-stream.service.js';
import { documentsPort } from './documents-port.js';
import { EmbeddingChangeEntity } from './embedding/embedding-change.entity.js';
import { EmbeddingChangeResolver } from './embedding/embedding-change.resolver.js';
import { embeddingChangeStream } from './embedding/embedding-change-stream.service.js';
import { EmbeddingChanges } from './embedding/embedding-changes.service.js';
import { reembedJob } from './embedding/reembed.job.js';
import { reembedWork } from './embedding/reembed-work.js';
import { FieldEntity } from './field.entity.js';
import { FindingEntity } from './finding.entity.js';
import { documentSinks } from './ingest/sinks.js';
import { ingestJob } from './ingest.job.js';
import { documents0001 } from './migrations/0001-documents.js';
import { documents0002 } from './migrations/0002-field-without-value.js';
import { documents0003 } from './migrations/0003-embedding-changes.js';
import { documents0004 } from './migrations/0004-released-versions.js';
import { PageEntity } from './page.entity.js';
import { QuarantineResolver } from './quarantine.resolver.js';
import { Quarantine } from './quarantine.service.js';
import { rebuildJob } from './rebuild.job.js';
import { RelationEntity } from './relation.entity.js';
import { reviewedHandler } from './reviewed.handler.js';

import { StepEntity } from './step.entity.js';
import { VersionEntity } from './version.entity.js';

/** Documents: uploaded, read step by step, searchable, corrected by people, deleted without a trace. */
const documents: SubgraphModule = {
  name: 'documents',
  entities: [
    DocumentEntity,
    VersionEntity,
    StepEntity,
    PageEntity,
    ChunkEntity,
    FieldEntity,
    FindingEntity,
    RelationEntity,
    EmbeddingChangeEntity,
  ],
  migrations: [documents0001, documents0002, documents0003, documents0004],
  create({ config, database, outbox, live, access, blobs, uploads, search, embeddingModel, ports }) {
    const reader = new DocumentReader(database);
    const intake = new DocumentIntake(
      { database, outbox, access, blobs, uploads },
      config.gateway.uploadMaxBytes,
    );
    const changes = new DocumentChanges({ database, outbox, live, access, search });
    const quarantine = new Quarantine({ database, outbox, live, ports });
    const embeddings = new EmbeddingChanges({ database, outbox, live, search, embeddingModel, ports });
    return {
      resolvers: [
        new DocumentResolver({ reader, intake, changes }),
        new QuarantineResolver({ quarantine, reader }),
        new EmbeddingChangeResolver(embeddings),
      ],
      references: {
        Document: async (ids, { request }) =>
          (await reader.find(request, ids)).map((row) => row && documentView(row)),
      },
      subscriptions: {
        documentChanged: (args, context) => documentChanges({ live, reader }, args, context),
        embeddingChanged: (args, context) =>
          embeddingChangeStream({ live, changes: embeddings }, args, context),
      },
      provides: { documents: documentsPort(database, reader) },
      sinks: documentSinks({ outbox }),
      handlers: [reviewedHandler({ database, outbox, live })],
      erasers: [
        {
          name: 'documents',
          async tenant(tx) {
            await tx.em.nativeDelete(EmbeddingChangeEntity, {});
            await tx.em.nativeDelete(DocumentEntity, {});
            await search.dropTenant(tx.tenant ?? '', AbortSignal.timeout(30_000));
            await blobs.deleteTenant(tx.tenant ?? '');
          },
        },
      ],
      jobs: (worker) => [
        ingestJob({ database, outbox, live, blobs, search, ports }, worker),
        adviseJob({ database }, worker),
        deleteJob({ database, outbox, blobs, search }, worker),
        alignIndexJob({ database, search }),
        rebuildJob({ database, search }, worker),
        reembedJob({ database, outbox, live, search, embeddingModel, ports }, worker),
      ],
      works: [reembedWork(embeddings, { database, embeddingModel, ports })],
    };
  },
};
export default documents;
