import {
  type AnalyticsProgram,
  type AnalyticsSource,
  AppError,
  analyticsFields,
  analyticsTimes,
  answerOf,
  nullIfMissing,
  outcomeOf,
  pageOf,
  parseInput,
  z,
} from 'tributary/sdk';
import { compute } from '../insight/computation.js';
import { interpret, questionText } from '../question/interpret.js';
import {
  deleteQuery,
  type KeptAnswer,
  type KeptQuery,
  keepAnswer,
  keepQuery,
  ownAnswer,
  ownAnswers,
  ownQueries,
  ownQuery,
  queryName,
} from '../question/kept.js';
import { toldAnswer } from '../question/tell-answer.js';
import type { Context, Resolvers } from '../schema.types.js';
import { mayManage, mayRead } from './permissions.js';
import { inCapitals, numberView, programOf, programView, rowView } from './program.js';

function answerView({ text, numbers, rows, programs, computedAt, ...answer }: KeptAnswer) {
  const [first] = programs;
  return {
    ...answer,
    text,
    program: first && programView(first.query),
    numbers: numbers.map((number) => numberView(text, number)),
    rows: rows.map(rowView),
    computedAt: new Date(computedAt),
  };
}
const queryView = ({ program, isWatched: watched, createdAt, ...query }: KeptQuery) => ({
  ...query,
  watched,
  program: programView(program),
  createdAt: new Date(createdAt),
});

const sources = Object.keys(analyticsFields) as AnalyticsSource[];

type QuestionQuery = 'insightFields' | 'insightAnswers' | 'insightAnswer' | 'insightQueries' | 'insightQuery';

export const questionQueries: Pick<Resolvers['Query'], QuestionQuery> = {
  insightFields: () =>
    sources.flatMap((of) => {
      const source = inCapitals(of);
      const fields = Object.entries(analyticsFields[of]).map(([name, type]) => ({ source, name, type }));
      return [...fields, ...analyticsTimes[of].map((name) => ({ source, name, type: 'time' }))];
    }),
  async insightAnswers(_parent, args, context) {
    await mayRead(context);
    return pageOf(await ownAnswers(context), args, ({ id }) => id, answerView);
  },
  async insightAnswer(_parent, { id }, context) {
    await mayRead(context);
    const found = await nullIfMissing(ownAnswer(context, id));
    return found && answerView(found);
  },
  async insightQueries(_parent, args, context) {
    await mayRead(context);
    return pageOf(await ownQueries(context), args, ({ id }) => id, queryView);
  },
  async insightQuery(_parent, { id }, context) {
    await mayRead(context);
    const found = await nullIfMissing(ownQuery(context, id));
    return found && queryView(found);
  },
};

const asked = answerOf(interpret, 'AskInsightsPayload');
const reading = interpret.output.extend({ __typename: z.string(), result: z.unknown() });

type QuestionMutation = 'askInsights' | 'runInsightQuery' | 'saveInsightQuery' | 'deleteInsightQuery';

export const questionMutations: Pick<Resolvers['Mutation'], QuestionMutation> = {
  askInsights: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await mayRead(context);
      const question = parseInput(questionText, input.question, 'input.question');
      const today = (input.today ? new Date(input.today) : context.clock.now()).toISOString().slice(0, 10);
      const read = await asked(
        {},
        { input: { question, today, anew: input.anew, options: input.options } },
        context as never,
      );
      if (read.__typename !== 'AskInsightsPayload') return read;
      const { program, unread, result } = reading.parse(read);
      const { figures, answer } = await compute(context.analytics, { query: program, isSeries: false });
      const kept = await keepAnswer(
        context,
        {
          question,
          unread,
          programs: [{ query: answer.program, isSeries: false }],
          rows: answer.rows,
          truncated: answer.truncated,
          ...toldAnswer(figures),
        },
        answer.documentIds,
      );
      return { __typename: 'AskInsightsPayload', answer: answerView(kept), result };
    }),

  runInsightQuery: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await mayRead(context);
      const query = await chosenProgram(context, input);
      const { figures, answer } = await compute(context.analytics, { query, isSeries: false });
      const { text, numbers } = toldAnswer(figures);
      return {
        __typename: 'InsightQueryAnswer',
        program: programView(answer.program),
        rows: answer.rows.map(rowView),
        truncated: answer.truncated,
        text,
        numbers: numbers.map((number) => numberView(text, number)),
      };
    }),

  saveInsightQuery: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await mayManage(context);
      const name = parseInput(queryName, input.name, 'input.name');
      const question = input.question ? parseInput(questionText, input.question, 'input.question') : null;
      const program = programOf(input.program, 'input.program');
      const isWatched = input.watched === true;
      if (isWatched && (program.groupBy ?? []).length > 1)
        throw new AppError('BAD_USER_INPUT', { reason: 'input.program.groupBy: watch one group at most' });
      const query = await keepQuery(context, { name, question, program, isWatched });
      return { __typename: 'InsightQueryPayload', query: queryView(query) };
    }),

  deleteInsightQuery: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await mayManage(context);
      return { __typename: 'DeletedInsightQueryPayload', id: await deleteQuery(context, input.id) };
    }),
};

interface Choice {
  readonly program?: object | null;
  readonly queryId?: string | null;
  readonly answerId?: string | null;
}

/** Exactly one is named. */
async function chosenProgram(
  context: Context,
  { program, queryId, answerId }: Choice,
): Promise<AnalyticsProgram> {
  if ([program, queryId, answerId].filter(Boolean).length !== 1) {
    throw new AppError('BAD_USER_INPUT', { reason: 'input: give one of program, queryId and answerId' });
  }
  if (program) return programOf(program, 'input.program');
  if (queryId) return (await ownQuery(context, queryId)).program;
  const [computed] = (await ownAnswer(context, answerId ?? '')).programs;
  if (!computed) throw new AppError('NOT_FOUND', { thing: 'The program of the answer' });
  return computed.query;
}
