import {
  type DocumentSummary,
  defineCapability,
  type EvidenceRef,
  stepInput,
  stepOutputs,
} from 'tributary/sdk';
import { billOf } from './engine/bill.js';
import { type Other, relationTo } from './engine/relate.js';

const mostSimilar = 8;

/** The step `relate`: duplicates, orders and documents with much the same content. */
export const relate = defineCapability({
  id: 'advice.relate',
  description: 'Documents that belong to this one: duplicates, other versions, orders, similar ones.',
  needs: ['documents', 'search'],
  input: stepInput,
  output: stepOutputs.relate,
  documentsOf: ({ documentId }) => [documentId],
  async *builtIn({ documentId, versionId }, { documents, search }) {
    const own = await documents.read(documentId);
    const bill = billOf(own.fields);
    const similar = await search.similar({ documentId, first: mostSimilar, minScore: 0.2 });
    const byNumber = bill.number
      ? await documents.findByField({ name: 'invoice_number', value: bill.number, first: 20 })
      : [];
    // A bill names its order, and an order is named by its bills, whichever of them came first.
    const orderNumber = bill.orderRef ?? (own.kind === 'purchase_order' ? bill.number : null);
    const orders = orderNumber
      ? await documents.findByField({ name: 'order_ref', value: orderNumber, first: 10 })
      : [];
    const similarity = new Map(similar.map((found) => [found.documentId, found.score]));
    const ids = [...new Set([...byNumber, ...orders].map(({ id }) => id).concat(...similarity.keys()))];
    const others = ids.filter((id) => id !== documentId);
    const [summaries, fields] = await Promise.all([documents.summaries(others), documents.fields(others)]);
    const known = summaries.flatMap((summary, at) => (summary ? [otherOf(summary, at)] : []));
    const evidence: EvidenceRef[] = [
      { documentId, versionId, page: null, start: null, end: null, quote: null, score: null },
    ];
    yield { type: 'Evidence', evidence };
    const related = known.flatMap((other) => relationTo({ kind: own.kind, bill }, other) ?? []);
    return { related: related.sort((a, b) => b.score - a.score) };

    function otherOf({ id, kind }: DocumentSummary, at: number): Other {
      return { id, kind, bill: billOf(fields[at] ?? []), similarity: similarity.get(id) ?? null };
    }
  },
});
