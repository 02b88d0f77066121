import { type DocumentsService, defineJob, type StoreService, z } from 'tributary/sdk';
import { isBill, readBill } from '../engine/bill.js';
import { examine, type Findings } from '../engine/examine.js';
import { findingsCollection } from './findings.js';
import { type BillServices, loadBill } from './load-bill.js';

const mostBills = 20;

/** Looks at a bill, or at the bills of an order, once more when a person has corrected a field of it. */
export const examineAgain = defineJob({
  id: 'advice.examine-again',
  description: 'Holds a bill against its order and its like again, after a correction.',
  needs: ['documents', 'settings', 'store', 'clock'],
  payload: z.object({ documentId: z.uuid() }),
  on: ['document.corrected'],
  onlyWith: 'findings',
  async run({ documentId }, services) {
    const { documents } = services;
    const document = await documents.read(documentId);
    if (isBill(document.kind)) await examineBill(services, documentId);
    if (document.kind !== 'purchase_order') return;
    const { orderRef } = readBill(document, document.fields).bill;
    if (orderRef === null) return;
    const found = await documents.findByField({ name: 'order_ref', value: orderRef, first: mostBills });
    for (const { id, kind } of found) if (isBill(kind)) await examineBill(services, id);
  },
});

type Services = BillServices & { store: StoreService };

/** Examines a bill as it stands now, and keeps what was found. */
export async function examineBill(services: Services, documentId: string): Promise<Findings> {
  const { documents, store } = services;
  const [document, related] = await Promise.all([
    documents.read(documentId),
    relatedTo(documents, documentId),
  ]);
  const found = examine(await loadBill(services, document, related));
  await findingsCollection.in(store).put(documentId, found);
  return found;
}

/** What the step `relate` has found, with the fields of each. */
export async function relatedTo(documents: DocumentsService, documentId: string) {
  const relations = await documents.relations(documentId);
  const ids = relations.map((relation) => relation.documentId);
  const [summaries, fields] = await Promise.all([documents.summaries(ids), documents.fields(ids)]);
  return relations.flatMap((relation, at) => {
    const summary = summaries[at];
    return summary ? [{ bill: readBill(summary, fields[at] ?? []), relation }] : [];
  });
}
