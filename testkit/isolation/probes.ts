import { entityProbes } from './entities.js';
import { evaluationNoIds, evaluationProbes } from './evaluation-probes.js';
import { pluginProbes } from './plugin-probes.js';
import { askWith as ask, changeWith as change, type Probe } from './probe.js';

const runParts = '__typename runId ... on TextDelta { text } ... on RunFailed { code }';

/** How each argument that takes an id is tried. One that is missing here fails the test. */
export const probes: Readonly<Record<string, Probe>> = {
  'Document.pages(versionId)': ask(
    'version',
    'query P($own: ID!, $id: ID!) { document(id: $own) { pages(versionId: $id) { totalCount nodes { text } } } }',
    (id, own) => ({ own: own.document, id }),
  ),
  'Mutation.acceptRecommendation(input.recommendationId)': change(
    'recommendation',
    'acceptRecommendation',
    'DecideRecommendationInput',
    (recommendationId) => ({ recommendationId }),
  ),
  'Mutation.addText(input.groups)': change('group', 'addText', 'AddTextInput', (id) => ({
    name: 'probe.txt',
    text: 'A probe.',
    groups: [id],
  })),
  'Mutation.addToGroup(input.groupId)': change(
    'group',
    'addToGroup',
    'GroupMembershipInput',
    (groupId, own) => ({ groupId, memberId: own.member }),
  ),
  'Mutation.addToGroup(input.memberId)': change(
    'member',
    'addToGroup',
    'GroupMembershipInput',
    (memberId, own) => ({ groupId: own.group, memberId }),
  ),
  'Mutation.assignReview(input.assignee)': change(
    'member',
    'assignReview',
    'AssignReviewInput',
    (id, own) => ({ reviewId: own.review, assignee: `user:${id}` }),
  ),
  'Mutation.assignReview(input.reviewId)': change(
    'review',
    'assignReview',
    'AssignReviewInput',
    (reviewId) => ({ reviewId }),
  ),
  'Mutation.cancelReembed(input.changeId)': change(
    'embeddingChange',
    'cancelReembed',
    'EmbeddingChangeInput',
    (changeId) => ({ changeId }),
  ),
  'Mutation.cancelRun(input.runId)': change('run', 'cancelRun', 'CancelRunInput', (runId) => ({ runId })),
  'Mutation.completeUpload(input.documentId)': change(
    'document',
    'completeUpload',
    'CompleteUploadInput',
    (documentId, own) => ({ uploadId: own.upload, documentId }),
  ),
  'Mutation.completeUpload(input.uploadId)': change(
    'upload',
    'completeUpload',
    'CompleteUploadInput',
    (uploadId) => ({ uploadId }),
  ),
  'Mutation.correctField(input.documentId)': change(
    'document',
    'correctField',
    'CorrectFieldInput',
    (documentId) => ({ documentId, name: 'currency', value: 'XXX' }),
  ),
  'Mutation.createKey(input.groups)': change('group', 'createKey', 'CreateKeyInput', (id) => ({
    name: 'probe',
    groups: [id],
  })),
  'Mutation.createKey(input.memberId)': change('member', 'createKey', 'CreateKeyInput', (memberId) => ({
    name: 'probe',
    memberId,
  })),
  'Mutation.createUpload(input.groups)': change('group', 'createUpload', 'CreateUploadInput', (id) => ({
    name: 'probe.txt',
    groups: [id],
  })),
  'Mutation.deleteDocument(input.documentId)': change(
    'document',
    'deleteDocument',
    'DeleteDocumentInput',
    (documentId) => ({ documentId }),
  ),
  'Mutation.deleteGroup(input.groupId)': change('group', 'deleteGroup', 'DeleteGroupInput', (groupId) => ({
    groupId,
  })),
  'Mutation.giveFeedback(input.recommendationId)': change(
    'recommendation',
    'giveFeedback',
    'GiveFeedbackInput',
    (recommendationId) => ({ recommendationId, value: 'UP' }),
  ),
  'Mutation.rejectRecommendation(input.recommendationId)': change(
    'recommendation',
    'rejectRecommendation',
    'DecideRecommendationInput',
    (recommendationId) => ({ recommendationId }),
  ),
  'Mutation.releaseEmbeddings(input.changeId)': change(
    'embeddingChange',
    'releaseEmbeddings',
    'EmbeddingChangeInput',
    (changeId) => ({ changeId }),
  ),
  'Mutation.removeFromGroup(input.groupId)': change(
    'group',
    'removeFromGroup',
    'GroupMembershipInput',
    (groupId, own) => ({ groupId, memberId: own.member }),
  ),
  'Mutation.removeFromGroup(input.memberId)': change(
    'member',
    'removeFromGroup',
    'GroupMembershipInput',
    (memberId, own) => ({ groupId: own.group, memberId }),
  ),
  'Mutation.removeMember(input.memberId)': change(
    'member',
    'removeMember',
    'RemoveMemberInput',
    (memberId) => ({
      memberId,
    }),
  ),
  'Mutation.adviseDocument(input.documentId)': change(
    'document',
    'adviseDocument',
    'AdviseDocumentInput',
    (documentId) => ({ documentId }),
  ),
  'Mutation.reprocessDocument(input.documentId)': change(
    'document',
    'reprocessDocument',
    'ReprocessDocumentInput',
    (documentId) => ({ documentId }),
  ),
  'Mutation.resolveReview(input.reviewId)': change(
    'review',
    'resolveReview',
    'ResolveReviewInput',
    (reviewId) => ({ reviewId, outcome: 'APPROVED', fingerprint: 'probe' }),
  ),
  'Mutation.revokeKey(input.keyId)': change('key', 'revokeKey', 'RevokeKeyInput', (keyId) => ({ keyId })),
  'Mutation.rollBackEmbeddings(input.changeId)': change(
    'embeddingChange',
    'rollBackEmbeddings',
    'EmbeddingChangeInput',
    (changeId) => ({ changeId }),
  ),
  'Mutation.setDocumentGroups(input.documentId)': change(
    'document',
    'setDocumentGroups',
    'SetDocumentGroupsInput',
    (documentId) => ({ documentId, groups: [] }),
  ),
  'Mutation.setDocumentGroups(input.groups)': change(
    'group',
    'setDocumentGroups',
    'SetDocumentGroupsInput',
    (id, own) => ({ documentId: own.document, groups: [id] }),
  ),
  'Mutation.startRun(input.arguments)': change('document', 'startRun', 'StartRunInput', (documentId) => ({
    capability: 'summarization.summarize',
    arguments: { documentId },
  })),
  'Mutation.updateMemberRoles(input.memberId)': change(
    'member',
    'updateMemberRoles',
    'UpdateMemberRolesInput',
    (memberId) => ({ memberId, roles: ['VIEWER'] }),
  ),
  'Query.auditEntries(filter.actor)': ask(
    'key',
    'query P($id: ID!) { auditEntries(filter: { actor: $id }) { totalCount nodes { id body content } } }',
    (id) => ({ id: `key:${id}` }),
  ),
  'Query.auditEntries(filter.subjectId)': ask(
    'document',
    'query P($id: ID!) { auditEntries(filter: { subjectId: $id }) { totalCount nodes { id body content } } }',
  ),
  'Query.auditEntry(id)': ask('auditEntry', 'query P($id: ID!) { auditEntry(id: $id) { id action body } }'),
  'Query.decision(id)': ask('decision', 'query P($id: ID!) { decision(id: $id) { id record entry { id } } }'),
  'Query.document(id)': ask(
    'document',
    `query P($id: ID!) { document(id: $id) { id name summary { text } similar { score } pages { totalCount }
      classification { kind topics { topic } } labels { label labelSet { labels { documentIds } } } extraction { values }
      findings { kind } } }`,
  ),
  'Query.group(id)': ask('group', 'query P($id: ID!) { group(id: $id) { id name } }'),
  'Query.member(id)': ask('member', 'query P($id: ID!) { member(id: $id) { id email } }'),
  'Query.recommendation(id)': ask(
    'recommendation',
    'query P($id: ID!) { recommendation(id: $id) { id title document { id name } } }',
  ),
  'Query.recommendations(filter.documentId)': ask(
    'document',
    'query P($id: ID!) { recommendations(filter: { documentId: $id }) { totalCount nodes { id } } }',
  ),
  'Query.review(id)': ask('review', 'query P($id: ID!) { review(id: $id) { id reason document { id } } }'),
  'Query.reviews(filter.assignee)': ask(
    'member',
    'query P($id: ID!) { reviews(filter: { assignee: $id }) { totalCount nodes { id } } }',
    (id) => ({ id: `user:${id}` }),
  ),
  'Query.reviews(filter.documentId)': ask(
    'document',
    'query P($id: ID!) { reviews(filter: { documentId: $id }) { totalCount nodes { id } } }',
  ),
  'Query.estimateRun(input.arguments)': ask(
    'document',
    'query P($input: EstimateRunInput!) { estimateRun(input: $input) { stored inputTokens } }',
    (documentId) => ({ input: { capability: 'summarization.summarize', arguments: { documentId } } }),
  ),
  'Query.run(id)': ask('run', 'query P($id: ID!) { run(id: $id) { id input result { __typename } } }'),
  'Query.runs(filter.documentId)': ask(
    'document',
    'query P($id: ID!) { runs(filter: { documentId: $id }) { totalCount nodes { id } } }',
  ),
  'Subscription.documentChanged(id)': ask(
    'document',
    'subscription P($id: ID) { documentChanged(id: $id) { id name } }',
  ),
  'Subscription.explainRecommendation(recommendationId)': ask(
    'recommendation',
    `subscription P($id: ID!) { explainRecommendation(recommendationId: $id) { ${runParts} } }`,
  ),
  'Subscription.embeddingChanged(changeId)': ask(
    'embeddingChange',
    'subscription P($id: ID) { embeddingChanged(changeId: $id) { id } }',
  ),
  'Subscription.recommendationChanged(documentId)': ask(
    'document',
    'subscription P($id: ID) { recommendationChanged(documentId: $id) { id } }',
  ),
  'Subscription.reviewChanged(documentId)': ask(
    'document',
    'subscription P($id: ID) { reviewChanged(documentId: $id) { id } }',
  ),
  'Subscription.runEvents(runId)': ask(
    'run',
    `subscription P($id: ID!) { runEvents(runId: $id) { ${runParts} } }`,
  ),
  ...evaluationProbes,
  ...Object.assign({}, ...pluginProbes.map(({ probes: own }) => own)),
  ...Object.assign({}, ...entityProbes.map(({ probes: own }) => own)),
};

/** Arguments that could carry an id by their type and do not. */
export const noIds: readonly string[] = [
  'Mutation.correctField(input.value)',
  'Mutation.savePrompt(input.settings)',
  // Plugins are those of the system, by names of theirs; settings are the caller's own.
  'Mutation.checkPlugin(input.plugin)',
  'Mutation.disablePlugin(input.plugin)',
  'Mutation.enablePlugin(input.plugin)',
  'Mutation.setPluginSettings(input.plugin)',
  'Mutation.setPluginSettings(input.settings)',
  'Query.plugin(id)',
  ...evaluationNoIds,
  ...pluginProbes.flatMap(({ noIds: own = [] }) => own),
  ...entityProbes.flatMap(({ noIds: own }) => own),
];

/** What every member of a tenant, or its auditors, may see of all of it: not a matter of groups. */
export const ofTheTenant: ReadonlySet<string> = new Set([
  'Query.auditEntries(filter.subjectId)',
  'Query.auditEntry(id)',
]);
