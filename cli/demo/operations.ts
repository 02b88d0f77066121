import { operation, type RunEventData } from 'tributary/client';

export interface WatchedDocument {
  id: string;
  status: string;
  steps: { name: string; state: string; durationMs: number | null }[];
}

export const watchDocuments = operation<{ documentChanged: WatchedDocument }, Record<string, never>>(`
  subscription WatchDocuments { documentChanged { id status steps { name state durationMs } } }`);

export const documentState = operation<{ document: WatchedDocument | null }, { id: string }>(`
  query DocumentState($id: ID!) { document(id: $id) { id status steps { name state durationMs } } }`);

export interface FullDocument {
  id: string;
  status: string;
  kind: string | null;
  problem: { code: string } | null;
  steps: { name: string; state: string; durationMs: number | null }[];
  fields: {
    name: string;
    value: unknown;
    confidence: number;
    page: number | null;
    start: number | null;
    end: number | null;
    quote: string | null;
  }[];
  similar: { score: number; document: { id: string; name: string } | null }[] | null;
  recommendations: {
    nodes: {
      id: string;
      kind: string;
      state: string;
      title: string;
      action: { operation: string } | null;
      verdicts: { rule: string; version: number; result: string }[];
    }[];
  } | null;
}

export const fullDocument = operation<{ document: FullDocument | null }, { id: string }>(`
  query FullDocument($id: ID!) {
    document(id: $id) {
      id status kind
      problem { code }
      steps { name state durationMs }
      fields { name value confidence page start end quote }
      similar(first: 5) { score document { id name } }
      recommendations(first: 20) {
        nodes { id kind state title action { operation } verdicts { rule version result } }
      }
    }
  }`);

export const decisionsOf = operation<{ auditEntries: { nodes: { id: string }[] } }, { id: string }>(`
  query DecisionsOf($id: ID!) { auditEntries(first: 50, filter: { kind: "decision", subjectId: $id }) { nodes { id } } }`);

export const verifyAudit = operation<
  { verifyAudit: { valid: boolean; entries: number } },
  Record<string, never>
>(`
  query VerifyAudit { verifyAudit { valid entries } }`);

const runParts = `
  __typename runId cursor
  ... on TextDelta { text }
  ... on Citation { page quote document { name } }
  ... on RunFailed { code message }
  ... on RunFinished { result { __typename ... on InsufficientEvidence { reason } ... on NeedsReview { reason } } }`;

export const ask = operation<{ ask: RunEventData }, { question: string; after: string | null }>(`
  subscription Ask($question: String!, $after: Cursor) { ask(question: $question, after: $after) { ${runParts} } }`);

export const explain = operation<
  { explainRecommendation: RunEventData },
  { id: string; after: string | null }
>(`
  subscription Explain($id: ID!, $after: Cursor) {
    explainRecommendation(recommendationId: $id, after: $after) { ${runParts} }
  }`);
