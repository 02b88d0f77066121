import type { WorkEstimate } from 'tributary/sdk';
import type { Database, EmbeddingModel, SubgraphPorts } from '#platform';
import { costAtMost, dollars, estimateTokens } from '#platform/models';

/** So many passages are counted token by token; the others by their characters. */
const sampled = 200;

export interface EstimateParts {
  database: Database;
  embeddingModel: EmbeddingModel | null;
  ports: Pick<SubgraphPorts, 'prices'>;
}

/**
 * How many passages a change of the embedding model is of, and what they cost at most: as if none of them had a vector of
 * the model yet, and at the price of calls, which is twice that of batches. Without a model nothing is billed.
 */
export async function estimateReembedding(
  { database, embeddingModel, ports }: EstimateParts,
  tenant: string,
): Promise<WorkEstimate> {
  const [row] = await database.tenant(tenant, (tx) =>
    tx.query<{ passages: number; characters: string; sample: string[] }>(
      `with wanted as (
         select c.id, c.text from documents.chunks c join documents.documents d on d.version_id = c.version_id
          where d.status in ('PROCESSING', 'READY', 'NEEDS_REVIEW'))
       select count(*)::int as passages, coalesce(sum(length(text)), 0)::text as characters,
              array(select text from wanted order by md5(id::text) limit $1) as sample from wanted`,
      [sampled],
    ),
  );
  const { passages: items = 0, characters = '0', sample = [] } = row ?? {};
  if (!embeddingModel || items === 0) return { items, costUsd: '0' };
  const price = await ports.prices.find(tenant, embeddingModel);
  const tokens = sample.reduce((sum, text) => sum + estimateTokens(text), 0);
  const seen = sample.reduce((sum, text) => sum + [...text].length, 0);
  const inputTokens = Math.ceil((tokens * Number(characters)) / Math.max(1, seen));
  return { items, costUsd: price && dollars(costAtMost(price, inputTokens, 0)) };
}
