import { answerWith, changeWith as change, type PluginProbes } from './probe.js';

/** How the plugin `advice` is tried. */
export const adviceProbes: PluginProbes = {
  probes: {
    'Mutation.matchInvoice(input.documentId)': answerWith(
      'document',
      'matchInvoice',
      'MatchInvoiceInput',
      (documentId) => ({ documentId }),
    ),
    'Mutation.forgetMyActivity(input.documentIds)': change(
      'document',
      'forgetMyActivity',
      'ForgetMyActivityInput',
      (id) => ({ documentIds: [id] }),
    ),
    // Beside one's own bill, so that an order that can not be read is not matched with one that can.
    'Mutation.matchInvoice(input.orderId)': answerWith(
      'document',
      'matchInvoice',
      'MatchInvoiceInput',
      (orderId, own) => ({ documentId: own.document, orderId }),
    ),
    'Mutation.rateItem(input.documentId)': change('document', 'rateItem', 'RateItemInput', (documentId) => ({
      documentId,
      value: 'UP',
    })),
    'Mutation.recordOpened(input.documentIds)': change(
      'document',
      'recordOpened',
      'RecordOpenedInput',
      (id, own) => ({ documentIds: [own.document, id] }),
    ),
  },
  lists: {
    itemsForMe:
      '{ itemsForMe(first: 100) { totalCount nodes { reason document { id name } because { id name } } } }',
  },
};
