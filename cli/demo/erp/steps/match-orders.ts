import { documentOf, type ErpRecommendation, type ErpReview, recommendedOf } from '../documents.js';
import { found, type Story } from '../story.js';

export const invoiceAbove = 'invoices/invoice-rathmore-2087.md';
const matching = [
  'invoices/invoice-rathmore-2071.pdf',
  'invoices/rechnung-kessler-311.txt',
  'invoices/factura-alameda-208.html',
];

export interface Matched {
  /** Of those that fit their order. */
  open: ErpRecommendation[];
  /** Of the one that is above it. */
  held: ErpRecommendation;
  review: ErpReview;
}

/** Invoices are matched with their orders; a rule sends the one that is 3 % above its order to a person. */
export async function matchOrders(story: Story): Promise<Matched> {
  const open: ErpRecommendation[] = [];
  for (const name of matching) {
    const [match] = recommendedOf(await documentOf(story, name), 'MATCH_ORDER');
    open.push(found(match, `an order for ${name}`));
    story.tell(`✓ ${match?.title}: ${match?.rationale}`);
  }
  const document = await documentOf(story, invoiceAbove);
  const held = found(
    recommendedOf(document, 'MATCH_ORDER').find(({ state }) => state === 'NEEDS_REVIEW'),
    `the match of ${invoiceAbove} to wait for a person`,
  );
  const review = found(
    document.reviews?.nodes.find(({ subject, state }) => subject.id === held.id && state === 'OPEN'),
    'a review of that match',
  );
  story.tell(`! ${held.title}: ${held.rationale}`);
  for (const { rule, version, reason } of held.verdicts.filter(({ result }) => result === 'REVIEW'))
    story.tell(`  the rule ${rule}, version ${version}, asks a person: ${reason}`);
  return { open, held, review };
}
