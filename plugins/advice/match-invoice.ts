import { defineCapability, insufficientEvidence, z } from 'tributary/sdk';
import { isBill, readBill } from './engine/bill.js';
import { matchOrder } from './engine/order/match-order.js';
import { orderMatch } from './engine/order/order-match.js';
import { toleranceOf } from './engine/order/tolerance.js';
import { orderOf } from './findings/load-bill.js';

/** An invoice held against its order, or against one that is named: sums with a tolerance, and line by line. */
export const matchInvoice = defineCapability({
  id: 'advice.match-invoice',
  description: 'How an invoice differs from its order: in its sum, and line by line, with a tolerance.',
  needs: ['documents', 'settings'],
  input: z
    .object({ documentId: z.uuid(), orderId: z.uuid().nullish() })
    .refine(({ documentId, orderId }) => documentId !== orderId, {
      path: ['orderId'],
      message: 'is the invoice itself: name its order, or leave it out',
    }),
  output: z.object({ match: orderMatch }),
  documentsOf: ({ documentId, orderId }) => [documentId, ...(orderId ? [orderId] : [])],
  async *builtIn({ documentId, orderId }, { documents, settings }) {
    const document = await documents.read(documentId);
    if (!isBill(document.kind)) return insufficientEvidence('The document is no invoice.');
    const invoice = readBill(document, document.fields);
    // Who names an order that may not be read is told so.
    if (orderId) await documents.read(orderId);
    const ordered = await orderOf(documents, invoice, orderId ?? null);
    if (!ordered)
      return insufficientEvidence(
        invoice.bill.orderRef === null
          ? 'The invoice names no order.'
          : `No order ${invoice.bill.orderRef} is known.`,
      );
    const match = matchOrder({ invoice, ...ordered }, toleranceOf(await settings.read()));
    yield { type: 'Evidence', evidence: match.evidence };
    return { match };
  },
});
