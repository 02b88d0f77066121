import type { Eraser } from '#platform';
import { documentTables } from './fact-statements.js';
import { factTables } from './projection.service.js';

export const analyticsEraser: Eraser = {
  name: 'analytics',
  async document(tx, documentId) {
    await tx.query(
      `delete from analytics.feedback_facts where recommendation_id in
         (select recommendation_id from analytics.recommendation_facts where document_id = $1)`,
      [documentId],
    );
    for (const table of documentTables) {
      await tx.query(`delete from analytics.${table} where document_id = $1`, [documentId]);
    }
  },
  async tenant(tx) {
    for (const table of factTables) await tx.query(`delete from analytics.${table}`);
  },
};
