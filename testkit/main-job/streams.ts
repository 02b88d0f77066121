import { operation, type RunEventData } from 'tributary/client';

const cited = `page start end quote versionId answerStart answerEnd
  document { id name status recommendations(first: 5) { totalCount } }`;
const runParts = `__typename runId cursor
  ... on TextDelta { text }
  ... on Citation { ${cited} }
  ... on RunFailed { code message }
  ... on RunFinished { result { __typename
    ... on Answer { text result { engine grounded decisionId verdicts { rule } evidence { documentId } } }
    ... on InsufficientEvidence { reason } ... on NeedsReview { reason } } }`;

export const ask = operation<{ ask: RunEventData }, { question: string; after: string | null }>(
  `subscription Ask($question: String!, $after: Cursor) { ask(question: $question, after: $after) { ${runParts} } }`,
);
export const summarize = operation<{ summarize: RunEventData }, { id: string; after: string | null }>(
  `subscription Summarize($id: ID!, $after: Cursor) { summarize(documentId: $id, after: $after) { ${runParts} } }`,
);
export const explain = operation<
  { explainRecommendation: RunEventData },
  { id: string; after: string | null }
>(
  `subscription Explain($id: ID!, $after: Cursor) {
     explainRecommendation(recommendationId: $id, after: $after) { ${runParts} }
   }`,
);

export const runEvents = operation<{ runEvents: RunEventData }, { runId: string; after: string | null }>(
  `subscription RunEvents($runId: ID!, $after: Cursor) { runEvents(runId: $runId, after: $after) { ${runParts} } }`,
);

export interface CitationData {
  page: number;
  start: number;
  end: number;
  quote: string;
  versionId: string;
  answerStart: number;
  answerEnd: number;
  /** From the subgraph `documents`; its recommendations from another one. */
  document: {
    id: string;
    name: string;
    status: string;
    recommendations: { totalCount: number } | null;
  } | null;
}
export interface AnswerData {
  __typename: string;
  text?: string;
  result?: { engine: string; grounded: boolean | null; decisionId: string | null };
}

/** A run as a reader has it at the end. */
export interface ReadRun {
  runId: string;
  /** The deltas, joined. */
  text: string;
  citations: CitationData[];
  result: AnswerData;
  cursors: string[];
}

/** Reads a run to its end. */
export async function readRun(events: AsyncIterable<RunEventData>): Promise<ReadRun> {
  const run: ReadRun = { runId: '', text: '', citations: [], result: { __typename: '' }, cursors: [] };
  for await (const event of events) {
    run.cursors.push(event.cursor);
    run.runId = String(event.runId);
    if (event.__typename === 'RunRestarted') run.text = '';
    if (event.__typename === 'TextDelta') run.text += String(event.text);
    if (event.__typename === 'Citation') run.citations.push(event as unknown as CitationData);
    if (event.__typename === 'RunFailed') throw new RangeError(`${event.code}: ${event.message}`);
    if (event.__typename === 'RunFinished') run.result = event.result as AnswerData;
  }
  return run;
}
