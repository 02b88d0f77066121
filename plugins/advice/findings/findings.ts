import { defineCollection } from 'tributary/sdk';
import { type Findings, findings } from '../engine/examine.js';

/** What was found out about each bill, under the id of its document: it goes with the document. */
export const findingsCollection = defineCollection({ name: 'findings', schema: findings });

/** The documents that findings speak of. */
export const documentsOf = ({ documentId, orderMatch, duplicates, anomalies }: Findings): string[] => [
  documentId,
  ...(orderMatch ? [orderMatch.orderId, ...orderMatch.otherBills] : []),
  ...duplicates.map((each) => each.documentId),
  ...anomalies.flatMap(({ evidence }) => evidence.map((place) => place.documentId)),
];
