import { answerWith, askWith as ask, type PluginProbes } from './probe.js';

const runParts = '__typename ... on TextDelta { text } ... on RunFailed { code }';

/** How the plugin `answers` is tried. */
export const answerProbes: PluginProbes = {
  probes: {
    'Mutation.answerQuestion(input.documentIds)': answerWith(
      'document',
      'answerQuestion',
      'AnswerQuestionInput',
      (id) => ({ question: 'Who delivered it?', documentIds: [id] }),
    ),
    'Mutation.answerQuestion(input.previousRunId)': answerWith(
      'run',
      'answerQuestion',
      'AnswerQuestionInput',
      (previousRunId) => ({ question: 'And why is it so?', previousRunId }),
    ),
    'Subscription.ask(documentIds)': ask(
      'document',
      `subscription P($id: ID!) { ask(question: "Who?", documentIds: [$id]) { ${runParts} } }`,
    ),
    'Subscription.ask(previousRunId)': ask(
      'run',
      `subscription P($id: ID!) { ask(question: "And why is it so?", previousRunId: $id) { ${runParts} } }`,
    ),
  },
  lists: {
    latestAnswer: `query L($word: String!) { latestAnswer(question: $word) { text standaloneQuestion
      conflicts { values { documentId quote } } followUps result { runId decisionId } } }`,
  },
  finds: {
    answerQuestion: `mutation F($word: String!) { answerQuestion(input: { question: $word }) { __typename
      ... on AnsweredQuestion { text followUps claims { text } conflicts { claim values { documentId quote } } }
      ... on Result { result { evidence { documentId versionId quote } } } } }`,
  },
};
