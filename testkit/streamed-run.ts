import type { Citation, RequestContext } from 'tributary/sdk';
import type { AssembledSystem } from './assembled-system.js';

/** A part of a run as `runSelection` asks for it. */
export interface StreamedPart {
  __typename: string;
  runId: string;
  cursor: string;
  text?: string;
  document?: { id: string } | null;
  result?: {
    __typename: string;
    text?: string | null;
    reason?: string;
    result: {
      engine: string;
      grounded: boolean | null;
      evidence: { documentId: string; quote: string | null }[];
    };
  };
  code?: string;
}
export type StreamedCitation = StreamedPart & Omit<Citation, 'documentId'>;

const result = 'result { engine grounded evidence { quote documentId } }';
export const runSelection = `__typename runId cursor
  ... on TextDelta { text }
  ... on Citation { answerStart answerEnd versionId page start end quote document { id } }
  ... on RunFailed { code }
  ... on RunFinished { result { __typename
    ... on Answer { text ${result} }
    ... on NeedsReview { reason ${result} }
    ... on Refused { reason ${result} }
    ... on InsufficientEvidence { reason ${result} } } }`;

export interface StreamedRun {
  parts: StreamedPart[];
  text: string;
  citations: StreamedCitation[];
  /** How it ended. */
  end: StreamedPart;
}

/** Reads a plugin's subscription to its end while playing the worker. */
export async function streamRun(
  system: AssembledSystem,
  context: RequestContext,
  subscription: { subgraph: string; source: string; variables: Record<string, unknown> },
): Promise<StreamedRun> {
  const { subgraph, source, variables } = subscription;
  const parts: StreamedPart[] = [];
  let isRead = false;
  const reading = (async () => {
    try {
      for await (const part of system.stream<StreamedPart>(context, subgraph, source, variables))
        parts.push(part);
    } finally {
      isRead = true;
    }
  })();
  reading.catch(() => undefined);
  // The run is started by another asynchronous task of this process; it is worked on as soon as it is there.
  while (!isRead) await system.work(context, 'capabilities.run');
  await reading;
  return {
    parts,
    text: parts.map(({ text = '' }) => text).join(''),
    citations: parts.filter((part): part is StreamedCitation => part.__typename === 'Citation'),
    end: parts.at(-1) ?? { __typename: 'nothing', runId: '', cursor: '' },
  };
}
