import { type DocumentsService, defineCapability, stepInput, stepOutputs } from 'tributary/sdk';
import { type Bill, billOf, isBill } from './engine/bill.js';
import { recommend as proposalsFor } from './engine/recommend.js';

/** The step `recommend`: what to do with a document, with evidence and the facts that rules judge. */
export const recommend = defineCapability({
  id: 'advice.recommend',
  description:
    'What to do with a document: approve, review, flag a duplicate, match an order, look at similar ones.',
  needs: ['documents'],
  input: stepInput,
  output: stepOutputs.recommend,
  documentsOf: ({ documentId }) => [documentId],
  async *builtIn({ documentId }, { documents }) {
    const document = await documents.read(documentId);
    const relations = await documents.relations(documentId);
    const ids = relations.map((relation) => relation.documentId);
    const [summaries, fields] = await Promise.all([documents.summaries(ids), documents.fields(ids)]);
    const related = relations.flatMap((relation, at) => {
      const summary = summaries[at];
      return summary ? [{ document: summary, bill: billOf(fields[at] ?? []), relation }] : [];
    });
    const earlierTotals = isBill(document.kind)
      ? await totalsOfSeller(documents, documentId, billOf(document.fields))
      : [];
    const proposals = proposalsFor({ document, related, earlierTotals });
    yield {
      type: 'Evidence',
      evidence: proposals
        .flatMap(({ evidence }) => evidence)
        .map(({ note: _note, ...place }) => ({ ...place, score: null })),
    };
    return { proposals };
  },
});

/** Totals of other bills of the same seller in the same currency. */
async function totalsOfSeller(
  documents: DocumentsService,
  documentId: string,
  bill: Bill,
): Promise<number[]> {
  const by = bill.sellerVat
    ? { name: 'seller_vat', value: bill.sellerVat }
    : { name: 'seller_name', value: bill.seller };
  if (by.value === null) return [];
  const found = await documents.findByField({ name: by.name, value: by.value, first: 100 });
  const others = found.filter(({ id, kind }) => id !== documentId && isBill(kind)).map(({ id }) => id);
  const bills = (await documents.fields(others)).map(billOf);
  return bills.flatMap(({ total, currency }) =>
    total !== null && currency === bill.currency ? [total] : [],
  );
}
