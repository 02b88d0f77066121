import type { DocumentsService, StoreService } from 'tributary/sdk';
import type { Anomaly } from '../engine/anomalies/anomaly.js';
import type { Duplicate } from '../engine/duplicates.js';
import type { Findings } from '../engine/examine.js';
import { documentsOf, findingsCollection } from '../findings/findings.js';
import type { Context, Resolvers } from '../schema.types.js';
import { documentOf } from './document-of.js';
import { orderMatchView } from './order-resolvers.js';

/** What was found, of what the caller may read. */
interface Shown {
  findings: Findings;
  mayRead(documentId: string): boolean;
}

const atOnce = 500;

export const findingsFields: Pick<Resolvers['Document'], 'orderMatch' | 'billDuplicates' | 'billAnomalies'> =
  {
    async orderMatch({ id }, _args, context) {
      const shown = await findingsOf(context, id);
      const match = shown?.findings.orderMatch;
      if (!match || !shown.mayRead(match.orderId)) return null;
      return orderMatchView({ ...match, otherBills: match.otherBills.filter(shown.mayRead) });
    },
    async billDuplicates({ id }, _args, context) {
      const shown = await findingsOf(context, id);
      if (!shown) return null;
      return shown.findings.duplicates
        .filter(({ documentId }) => shown.mayRead(documentId))
        .map(duplicateView);
    },
    async billAnomalies({ id }, _args, context) {
      const shown = await findingsOf(context, id);
      if (!shown) return null;
      // The reason speaks of all that it rests on.
      const readable = shown.findings.anomalies.filter(({ evidence }) =>
        evidence.every(({ documentId }) => shown.mayRead(documentId)),
      );
      return readable.map(anomalyView);
    },
  };

/** All that one operation asks for is read together. */
function findingsOf({ batch, store, documents }: Context, id: string): Promise<Shown | null> {
  return batch<string, Shown | null>('findings', (ids) => readFindings({ store, documents }, ids)).load(id);
}

async function readFindings(
  { store, documents }: { store: StoreService; documents: DocumentsService },
  ids: readonly string[],
): Promise<(Shown | null)[]> {
  const found = await findingsCollection.in(store).getMany(ids);
  const named = [...new Set(found.flatMap((each) => (each ? documentsOf(each) : [])))];
  const readable = new Set<string>();
  for (let at = 0; at < named.length; at += atOnce) {
    const summaries = await documents.summaries(named.slice(at, at + atOnce));
    for (const summary of summaries) if (summary) readable.add(summary.id);
  }
  return found.map((findings) =>
    findings && readable.has(findings.documentId) ? { findings, mayRead: (id) => readable.has(id) } : null,
  );
}

const duplicateView = ({ documentId, ...duplicate }: Duplicate) => ({
  ...duplicate,
  document: documentOf(documentId),
});

const anomalyView = ({ evidence, ...anomaly }: Anomaly) => ({
  ...anomaly,
  evidence: evidence.map(({ documentId, ...place }) => ({ ...place, document: documentOf(documentId) })),
});
