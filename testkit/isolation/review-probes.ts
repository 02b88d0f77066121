import type { Caller } from '../caller.js';
import { askWith as ask, changeWith as change, type PluginProbes } from './probe.js';

/** A policy that no review comes under. */
const policy = (more: object) => ({ name: 'probe', fromAmount: 1e15, ...more });
const counts =
  'query P($filter: ReviewFilter) { reviewCounts(filter: $filter) { open resolved expired mine } }';
const changes = 'subscription P($filter: ReviewFilter) { reviewChanged(filter: $filter) { id reason } }';
const toPerson = (id: string) => ({ filter: { assignee: `user:${id}` } });
const onDocument = (documentId: string) => ({ filter: { documentId } });
const onSubject = (subjectId: string) => ({ filter: { subjectId } });
const period = { from: '2026-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };

/** How the queue of reviews, its policies and the rule sets are tried. Policies and rules have names of the tenant's own. */
export const reviewProbes: PluginProbes = {
  probes: {
    'Mutation.claimReview(input.reviewId)': change(
      'review',
      'claimReview',
      'ClaimReviewInput',
      (reviewId) => ({
        reviewId,
      }),
    ),
    'Mutation.setReviewPolicy(input.assignee)': change(
      'member',
      'setReviewPolicy',
      'SetReviewPolicyInput',
      (id) => policy({ assignee: `user:${id}` }),
    ),
    'Mutation.setReviewPolicy(input.escalateTo)': change(
      'member',
      'setReviewPolicy',
      'SetReviewPolicyInput',
      (id) => policy({ escalateTo: `user:${id}` }),
    ),
    'Mutation.setRuleSetState(input.ruleSetId)': change(
      'ruleSet',
      'setRuleSetState',
      'SetRuleSetStateInput',
      (ruleSetId) => ({ ruleSetId, version: 1, state: 'ACTIVE' }),
    ),
    'Query.dryRunRules(input.ruleSetId)': ask(
      'ruleSet',
      'query P($input: DryRunRulesInput!) { dryRunRules(input: $input) { judged changed } }',
      (ruleSetId) => ({ input: { ruleSetId, version: 1, ...period } }),
    ),
    'Query.reviewCounts(filter.assignee)': ask('member', counts, toPerson),
    'Query.reviewCounts(filter.documentId)': ask('document', counts, onDocument),
    'Query.reviewCounts(filter.subjectId)': ask('document', counts, onSubject),
    'Query.reviews(filter.subjectId)': ask(
      'document',
      'query P($filter: ReviewFilter) { reviews(filter: $filter) { totalCount nodes { id shown } } }',
      onSubject,
    ),
    'Query.ruleSet(id)': ask(
      'ruleSet',
      'query P($id: ID!) { ruleSet(id: $id) { id name newest { note rules { reason } } } }',
    ),
    'Subscription.reviewChanged(filter.assignee)': ask('member', changes, toPerson),
    'Subscription.reviewChanged(filter.documentId)': ask('document', changes, onDocument),
    'Subscription.reviewChanged(filter.subjectId)': ask('document', changes, onSubject),
  },
  lists: {
    reviewPolicies: '{ reviewPolicies(first: 100) { totalCount nodes { name kind assignee escalateTo } } }',
    ruleFacts: '{ ruleFacts(capability: "advice.recommend") { name description } }',
    ruleSets:
      '{ ruleSets(first: 100) { totalCount nodes { id name newest { note rules { id reason } } changes { nodes { comment } } } } }',
  },
  noIds: [
    'Mutation.removeReviewPolicy(input.name)',
    'Mutation.saveRuleSet(input.ruleSetId)',
    'Mutation.saveRuleSet(input.rules.conditions)',
    'Mutation.saveRuleSet(input.rules.fix)',
    'Mutation.saveRuleSet(input.rules.id)',
    'Mutation.saveRuleSet(input.rules.params)',
    'Mutation.setReviewPolicy(input.name)',
  ],
};

/** A rule set and a policy that hold the word; the set's id is the word. */
export async function makeRules(caller: Caller, word: string): Promise<string> {
  const conditions = { all: [{ fact: 'total', operator: 'lessThan', value: 1 }] };
  const rule = { id: word, conditions, onFail: 'REVIEW', reason: `As ${word} says.` };
  const set = { ruleSetId: word, name: word, note: `Of ${word}`, rules: [rule] };
  await caller.change('saveRuleSet', 'SaveRuleSetInput', set, '');
  await caller.change(
    'setReviewPolicy',
    'SetReviewPolicyInput',
    { ...policy({}), name: word, kind: word },
    '',
  );
  return word;
}
