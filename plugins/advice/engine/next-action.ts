import type { Proposal } from 'tributary/sdk';

/** A recommendation as far as it says what to do next. */
interface OpenAdvice extends Pick<Proposal, 'kind' | 'title' | 'rationale' | 'confidence' | 'action'> {
  id: string;
  state: string;
}

const nextActionKinds = [
  'REMOVE_DUPLICATE',
  'LOOK_AT_IT',
  'CHECK_ORDER',
  'CHECK_FIELDS',
  'APPROVE',
  'CONFIRM_ORDER',
  'LOOK_AT_SIMILAR',
] as const;

export interface NextAction {
  kind: (typeof nextActionKinds)[number];
  title: string;
  reason: string;
  confidence: number | null;
  waitsForReview: boolean;
  operation: string | null;
  recommendationId: string | null;
}

/** The most urgent first: what keeps from paying wrongly goes before what is in order. */
const urgency = new Map(nextActionKinds.map((kind, at) => [kind, at]));

/**
 * What to do next with a document: the most urgent of what is recommended and not decided, then the surest. A document
 * whose fields are uncertain is checked before anything that rests on them is approved. Null when nothing is open.
 */
export function nextAction(
  document: { name: string; status: string },
  advice: readonly OpenAdvice[],
): NextAction | null {
  const open = advice.filter(({ state }) => state === 'OPEN' || state === 'NEEDS_REVIEW').map(actionOf);
  const all = document.status === 'NEEDS_REVIEW' ? [...open, checkFields(document)] : open;
  const order = ({ kind }: NextAction) => urgency.get(kind) ?? nextActionKinds.length;
  const [first] = all.sort(
    (one, other) => order(one) - order(other) || (other.confidence ?? 0) - (one.confidence ?? 0),
  );
  return first ?? null;
}

function actionOf({ id, kind, title, rationale, confidence, state, action }: OpenAdvice): NextAction {
  const waitsForReview = state === 'NEEDS_REVIEW';
  const kinds = {
    FLAG_DUPLICATE: 'REMOVE_DUPLICATE',
    REVIEW: 'LOOK_AT_IT',
    MATCH_ORDER: waitsForReview ? 'CHECK_ORDER' : 'CONFIRM_ORDER',
    APPROVE: 'APPROVE',
    SIMILAR: 'LOOK_AT_SIMILAR',
  } as const;
  return {
    kind: kinds[kind],
    title,
    reason: rationale,
    confidence,
    waitsForReview,
    operation: action?.operation ?? null,
    recommendationId: id,
  };
}

const checkFields = ({ name }: { name: string }): NextAction => ({
  kind: 'CHECK_FIELDS',
  title: `Check what was read of ${name}`,
  reason: 'A value that matters is missing or uncertain: correct it, or confirm the review of the document.',
  confidence: null,
  waitsForReview: true,
  operation: null,
  recommendationId: null,
});
