import { entityProbes } from './entities.js';
import { evaluationLists } from './evaluation-probes.js';
import { pluginProbes } from './plugin-probes.js';

/** An operation on each root field that shows a list, a count or a stored result; `$word` is what is looked for. */
export const lists: Readonly<Record<string, string>> = {
  apiKeys: '{ apiKeys(first: 100) { totalCount nodes { id name } } }',
  auditEntries:
    '{ auditEntries(first: 100) { totalCount nodes { id action actor subjects { id } body content } } }',
  budgets: '{ budgets(first: 100) { totalCount nodes { scope subject spentUsd } } }',
  capabilities: '{ capabilities { id } }',
  documentStatistics: '{ documentStatistics { uploaded byStatus { name count } byKind { name count } } }',
  documents: `{ documents(first: 100) { totalCount
    nodes { id name groups versionId similar { score document { id name } } summary { text result { runId } } } } }`,
  embeddingChange: '{ embeddingChange { id startedBy state } }',
  exportAudit: '{ exportAudit { count lines } }',
  groups: '{ groups(first: 100) { totalCount nodes { id name } } }',
  latency: '{ latency { runs p50Ms } }',
  me: '{ me { actor tenant { id name } groups { id name } member { id email } } }',
  members: '{ members(first: 100) { totalCount nodes { id email } } }',
  modelUsage:
    '{ modelUsage(groupBy: [PLUGIN, CAPABILITY, MODEL, ACTOR]) { totalCount nodes { model actor calls } } }',
  persistedOperations: '{ persistedOperations(first: 100) { totalCount nodes { name hash document } } }',
  plugin: '{ plugin(id: "search") { id } }',
  plugins: '{ plugins { id } }',
  prices: '{ prices(first: 100) { totalCount nodes { id provider model enteredBy } } }',
  prompt: '{ prompt(name: "summarize") { versions { text note createdBy } history { movedBy } } }',
  promptDiff: '{ promptDiff(prompt: "summarize", from: 1, to: 2) { lines { text } settings { from to } } }',
  prompts: '{ prompts { name versions { text note createdBy usage { runs } } labels { label version } } }',
  recommendationStatistics: '{ recommendationStatistics { made byKind { kind made } } }',
  recommendations: `{ recommendations(first: 100) { totalCount
    nodes { id title rationale runId decisionId document { id name } evidence { quote document { id } } } } }`,
  recommendationsForMe: '{ recommendationsForMe(first: 100) { totalCount nodes { id title } } }',
  reviewStatistics: '{ reviewStatistics { requested open } }',
  reviews:
    '{ reviews(first: 100) { totalCount nodes { id reason document { id name } evidence { quote } } } }',
  runs: '{ runs(first: 100) { totalCount nodes { id input result { __typename } documents { id name } } } }',
  tenant: '{ tenant { id name } }',
  usage: '{ usage { runs inputTokens } }',
  verifyAudit: '{ verifyAudit { valid entries } }',
  ...evaluationLists,
  ...Object.assign({}, ...pluginProbes.map(({ lists: own }) => own)),
  ...Object.assign({}, ...entityProbes.map(({ lists: own }) => own)),
};

/** Operations that look for documents themselves, and streams that name none; `$near` is the word with a letter wrong. */
export const finds: Readonly<Record<string, string>> = Object.assign(
  {},
  ...pluginProbes.map(({ finds: own }) => own),
);
