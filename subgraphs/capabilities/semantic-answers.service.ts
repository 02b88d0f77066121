import type { SemanticAnswers } from '#platform';

/** A little less than the log keeps the events of a run, which are said again. */
const keptFor = '23 hours';

/** Answers by the meaning of their questions. They go with their runs, and what is too old is deleted by the next one. */
export const semanticAnswers: SemanticAnswers = {
  async newest(tx, scope, maxAgeMs, most) {
    const rows = await tx.query<{ runId: string; vector: Buffer }>(
      `select a.run_id as "runId", a.vector from capabilities.semantic_answers a
        where a.scope = $1 and a.created_at > now() - least($2::float8 * interval '1 ms', interval '${keptFor}')
        order by a.created_at desc limit $3`,
      [scope, maxAgeMs, most],
    );
    return rows.map(({ runId, vector }) => ({ runId, vector: numbersOf(vector) }));
  },

  async add(tx, { runId, scope, vector }) {
    await tx.query(
      `delete from capabilities.semantic_answers where scope = $1 and created_at < now() - interval '${keptFor}'`,
      [scope],
    );
    await tx.query(
      `insert into capabilities.semantic_answers (tenant_id, run_id, scope, vector) values ($1, $2, $3, $4)`,
      [tx.tenant, runId, scope, Buffer.from(Float32Array.from(vector).buffer)],
    );
  },
};

function numbersOf(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
}
