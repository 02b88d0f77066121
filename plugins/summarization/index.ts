import {
  type AnswerResolver,
  answerOf,
  definePlugin,
  defineSubgraph,
  type SubscriptionResolver,
  streamOf,
} from 'tributary/sdk';
import { summarizeConversation } from './conversation.js';
import { summarizePeriod } from './period.js';
import manifest from './plugin.json' with { type: 'json' };
import { rouge } from './rouge.js';
import type { Resolvers } from './schema.types.js';
import { summarize } from './summarize.js';
import { summarizeDocuments } from './summarize-documents.js';
import { summarizeText } from './summarize-text.js';
import { typeDefs } from './type-defs.js';

/** A period that ends now is another one each time. */
const afresh = ({ to, anew }: Record<string, unknown>) => anew === true || to === null || to === undefined;

const periodAnswer = answerOf(summarizePeriod, 'PeriodSummary');
const periodEvents = streamOf(summarizePeriod);
/** The scalar of the graph gives dates, capabilities take texts. */
const plain = (asked: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(asked).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  );
const whatHappened: AnswerResolver = (parent, { input, ...more }, context) => {
  const asked = input as Record<string, unknown>;
  return periodAnswer(parent, { ...more, input: { ...plain(asked), anew: afresh(asked) } }, context);
};
const whatHappens: SubscriptionResolver = {
  // To go on with a run is not to ask anew.
  subscribe: (parent, asked, context) =>
    periodEvents.subscribe(parent, { ...plain(asked), anew: !asked.after && afresh(asked) }, context),
};

export default definePlugin(manifest, {
  capabilities: [summarize, summarizeText, summarizeDocuments, summarizeConversation, summarizePeriod],
  evaluators: [rouge],
  subgraph: defineSubgraph<Resolvers>({
    typeDefs,
    resolvers: {
      Document: {
        summary: ({ id }, asked, { results }) => results.latest(summarize, { documentId: id, ...asked }),
      },
      Mutation: {
        summarizeText: answerOf(summarizeText, 'TextSummary'),
        summarizeDocuments: answerOf(summarizeDocuments, 'DocumentSetSummary'),
        summarizeConversation: answerOf(summarizeConversation, 'ConversationSummary'),
        summarizePeriod: whatHappened,
      },
      Subscription: {
        summarize: streamOf(summarize),
        summaryOfText: streamOf(summarizeText),
        summaryOfDocuments: streamOf(summarizeDocuments),
        summaryOfConversation: streamOf(summarizeConversation),
        summaryOfPeriod: whatHappens,
      },
    },
  }),
});
