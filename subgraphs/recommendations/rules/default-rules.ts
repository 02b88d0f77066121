import type { RuleSet } from '#platform';

/** The rules of every tenant until it changes them: version 1 of the set. A changed rule gets a higher version, since decisions name it. */
export const defaultRuleSet: RuleSet = {
  id: 'tributary-advice',
  name: 'Advice',
  version: 1,
  capability: 'advice.recommend',
  rules: [
    {
      id: 'approve-amount-known',
      version: 1,
      appliesTo: ['APPROVE'],
      conditions: { all: [{ fact: 'grandTotal', operator: 'notEqual', value: null }] },
      onFail: 'REVIEW',
      reason: 'The total is not known.',
    },
    {
      id: 'approve-confident',
      version: 1,
      appliesTo: ['APPROVE'],
      conditions: { all: [{ fact: 'lowestConfidence', operator: 'greaterThanInclusive', value: 0.6 }] },
      onFail: 'REVIEW',
      reason: 'A value that payment rests on is uncertain.',
    },
    {
      id: 'approve-not-a-duplicate',
      version: 1,
      appliesTo: ['APPROVE'],
      conditions: { all: [{ fact: 'duplicates', operator: 'equal', value: 0 }] },
      onFail: 'REJECT',
      reason: 'The same invoice is known already.',
    },
    {
      id: 'approve-amount-limit',
      version: 1,
      appliesTo: ['APPROVE'],
      conditions: { all: [{ fact: 'amount', operator: 'lessThanInclusive', value: 10000 }] },
      onFail: 'REVIEW',
      reason: 'Amounts above 10,000 are approved by a person.',
    },
    {
      id: 'order-within-tolerance',
      version: 1,
      appliesTo: ['MATCH_ORDER'],
      conditions: { all: [{ fact: 'amountDifferencePercent', operator: 'lessThanInclusive', value: 2 }] },
      onFail: 'REVIEW',
      reason: 'The invoice differs from its order by more than 2 %.',
    },
    {
      id: 'order-lines-as-ordered',
      version: 1,
      appliesTo: ['MATCH_ORDER'],
      conditions: {
        all: [
          { fact: 'linesOver', operator: 'equal', value: 0 },
          { fact: 'linesExtra', operator: 'equal', value: 0 },
        ],
      },
      onFail: 'REVIEW',
      reason: 'The invoice bills lines that were not ordered, or more on a line than was.',
    },
    {
      id: 'duplicate-has-evidence',
      version: 1,
      appliesTo: ['FLAG_DUPLICATE'],
      conditions: { all: [{ fact: 'evidenceCount', operator: 'greaterThanInclusive', value: 1 }] },
      onFail: 'REJECT',
      reason: 'No other document is named.',
    },
    {
      id: 'similar-close-enough',
      version: 1,
      appliesTo: ['SIMILAR'],
      conditions: { all: [{ fact: 'score', operator: 'greaterThanInclusive', value: 0.2 }] },
      onFail: 'REJECT',
      reason: 'The documents have little in common.',
    },
    {
      id: 'review-has-reason',
      version: 1,
      appliesTo: ['REVIEW'],
      conditions: { all: [{ fact: 'reasons', operator: 'greaterThanInclusive', value: 1 }] },
      onFail: 'REJECT',
      reason: 'No reason is given.',
    },
  ],
};
