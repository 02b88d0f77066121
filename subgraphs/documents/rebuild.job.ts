import { AppError, z } from 'tributary/sdk';
import type { Database, Embedder, JobDefinition, SearchIndex } from '#platform';
import { EmbeddingChangeEntity } from './embedding/embedding-change.entity.js';
import { firstDocument, GenerationFill } from './embedding/generation-fill.js';
import { PassageVectors } from './embedding/passage-vectors.js';

const payload = z.object({});
const batch = 50;

interface Parts {
  database: Database;
  search: SearchIndex;
}

/** Builds a tenant's search index anew from the database, beside the current one, then switches. */
export function rebuildJob(
  { database, search }: Parts,
  worker: { readonly embedder: Embedder | null },
): JobDefinition<typeof payload> {
  return {
    name: 'documents.rebuild-index',
    queue: 'system',
    payload,
    timeoutMs: 3_600_000,
    async run(_payload, { context, signal, log }) {
      const { tenant } = context;
      const { embedder } = worker;
      await refuseWhileChanging(database, tenant);
      const passages = embedder && new PassageVectors({ database, search, log }, embedder);
      const [wanted] = (await passages?.spaces(context, signal)) ?? [];
      // Of a model that is not configured any more the vectors are there still.
      const space = (await search.generations(tenant, signal)).current?.space ?? wanted ?? null;
      const generation = await search.beginGeneration(tenant, signal, space ?? undefined);
      const asked = { context, signal, purpose: 'documents.rebuild' };
      const make =
        passages && space && embedder.serves(space)
          ? (texts: readonly string[]) => passages.make(space, texts, asked)
          : null;
      const fill = new GenerationFill({ database, search, context, signal, generation, space, batch, make });
      for (let last: string | null = firstDocument; last !== null; ) last = await fill.next(last);
      await search.switchGeneration(tenant, generation, signal);
    },
  };
}

/** There is one generation being built at a time, and that one is whole as well. */
async function refuseWhileChanging(database: Database, tenant: string): Promise<void> {
  const running = await database.tenant(tenant, (tx) =>
    tx.em.findOne(EmbeddingChangeEntity, { state: { $in: ['BUILDING', 'COMPARING'] } }),
  );
  if (running === null) return;
  const reason = 'The embedding model is being changed, which builds the index anew';
  throw new AppError('CONFLICT', { reason }, { retryable: false });
}
