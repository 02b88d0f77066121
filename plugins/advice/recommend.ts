import { defineCapability, stepInput, stepOutputs } from 'tributary/sdk';
import { isBill } from './engine/bill.js';
import { examine } from './engine/examine.js';
import type { OrderMatch } from './engine/order/order-match.js';
import { recommend as proposalsFor } from './engine/recommend.js';
import { examineBill, relatedTo } from './findings/examine-again.js';
import { findingsCollection } from './findings/findings.js';
import { loadBill } from './findings/load-bill.js';

const mostBills = 3;

/** The step `recommend`: what to do with a document, with evidence and the facts that rules judge. */
export const recommend = defineCapability({
  id: 'advice.recommend',
  description:
    'What to do with a document: approve, review, flag a duplicate, match an order, look at similar ones.',
  needs: ['documents', 'settings', 'store', 'clock'],
  input: stepInput,
  output: stepOutputs.recommend,
  documentsOf: ({ documentId }) => [documentId],
  async *builtIn({ documentId }, services) {
    const { documents, store } = services;
    const [document, related] = await Promise.all([
      documents.read(documentId),
      relatedTo(documents, documentId),
    ]);
    const findings = isBill(document.kind) ? examine(await loadBill(services, document, related)) : null;
    // Written again by a run that begins anew: it says the same.
    if (findings) await findingsCollection.in(store).put(documentId, findings);
    const matches: OrderMatch[] = [];
    const bills = document.kind === 'purchase_order' ? related : [];
    for (const { relation } of bills
      .filter((each) => each.relation.relation === 'BILL')
      .slice(0, mostBills)) {
      const { orderMatch } = await examineBill(services, relation.documentId);
      if (orderMatch?.orderId === documentId) matches.push(orderMatch);
    }
    const proposals = proposalsFor({ document, related, findings, matches });
    yield {
      type: 'Evidence',
      evidence: proposals
        .flatMap(({ evidence }) => evidence)
        .map(({ note: _note, ...place }) => ({ ...place, score: null })),
    };
    return { proposals };
  },
});
