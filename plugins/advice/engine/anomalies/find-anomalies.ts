import { documentEvidence, fieldEvidence, type ReadBill } from '../bill.js';
import { unusualAmount } from './amount.js';
import { type Anomaly, cameBefore, type Found, isBefore } from './anomaly.js';
import { unusualSeller } from './counterparty.js';
import { unusualTime } from './timing.js';

/** What is unusual about a bill beside the other bills of its seller, the gravest first. */
export function findAnomalies(own: ReadBill, others: readonly ReadBill[]): Anomaly[] {
  const inOrder = [...others].sort((one, other) => (isBefore(one, other) ? -1 : 1));
  // What comes later cannot make an earlier bill unusual by its amount.
  const known = inOrder.filter((other) => cameBefore(other, own) || isBefore(other, own));
  const found = [...unusualSeller(own, inOrder), ...unusualAmount(own, known), ...unusualTime(own, inOrder)];
  const order = { HIGH: 0, MEDIUM: 1, LOW: 2 };
  return found
    .sort((one, other) => order[one.severity] - order[other.severity])
    .map((each) => kept(own, each));
}

function kept(own: ReadBill, { kind, severity, score, reason, fields, rests }: Found): Anomaly {
  const evidence = [
    ...placesOf(own, fields, null),
    ...rests.flatMap(({ bill, fields: shown }) =>
      placesOf(bill, shown, bill.bill.number ?? bill.document.name),
    ),
  ];
  return { kind, severity, score: score === null ? null : Math.round(score * 100) / 100, reason, evidence };
}

/** Where the fields stand; the document as a whole where they stand nowhere. */
function placesOf(
  { document, fields }: ReadBill,
  names: readonly string[],
  called: string | null,
): Anomaly['evidence'] {
  const places = fieldEvidence({ ...document, fields }, names);
  const shown = places.length > 0 ? places : [documentEvidence(document, 'the document')];
  return shown.map((place) => ({
    ...place,
    note: called === null ? place.note : `${called}: ${place.note}`,
  }));
}
