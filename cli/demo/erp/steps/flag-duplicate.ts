import { documentOf, type ErpRecommendation, recommendedOf } from '../documents.js';
import { found, type Story } from '../story.js';

/** The invoice that came again is flagged, and names the one that came first. */
export async function flagDuplicate(story: Story): Promise<ErpRecommendation> {
  const document = await documentOf(story, 'invoices/factura-alameda-208-copia.eml');
  const flag = found(
    recommendedOf(document, 'FLAG_DUPLICATE').find(({ evidence }) =>
      evidence.some((place) => place.document?.name === 'invoices/factura-alameda-208.html'),
    ),
    'the copy to be flagged',
  );
  story.tell(`! ${flag.title}: ${flag.rationale}`);
  return flag;
}
