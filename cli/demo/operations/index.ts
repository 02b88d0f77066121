// Made by `npm run generate` from the operations in this folder and schema/api.graphql; change those.
import { operation } from 'tributary/client';

export type AskData = { ask: ({ __typename: 'Citation'; runId: string; cursor: string; page: number; quote: string; document: { name: string } | null } | { __typename: 'ObjectDelta' | 'RunCancelled' | 'RunRestarted' | 'RunStarted' | 'ToolCall' | 'ToolResult' | 'Usage'; runId: string; cursor: string } | { __typename: 'RunFailed'; runId: string; cursor: string; code: string; message: string } | { __typename: 'RunFinished'; runId: string; cursor: string; result: ({ __typename: 'Answer' } | { __typename: 'NeedsReview' | 'Refused' | 'InsufficientEvidence'; reason: string } | { __typename: 'BudgetExceeded'; reason: string; resetsAt: string }) } | { __typename: 'TextDelta'; runId: string; cursor: string; text: string }) };
export type AskVariables = { question: string; after?: string | null };
export const ask = operation<AskData, AskVariables>(`
subscription Ask($question: String!, $after: Cursor) {
  ask(question: $question, after: $after) {
    ...RunParts
  }
}

fragment RunParts on RunEvent {
  __typename
  runId
  cursor
  ... on TextDelta {
    text
  }
  ... on Citation {
    page
    quote
    document {
      name
    }
  }
  ... on RunFailed {
    code
    message
  }
  ... on RunFinished {
    result {
      __typename
      ... on InsufficientEvidence {
        reason
      }
      ... on NeedsReview {
        reason
      }
      ... on Refused {
        reason
      }
      ... on BudgetExceeded {
        reason
        resetsAt
      }
    }
  }
}`);

export type DecisionsOfData = { auditEntries: { nodes: Array<{ id: string }> } };
export type DecisionsOfVariables = { id: string };
export const decisionsOf = operation<DecisionsOfData, DecisionsOfVariables>(`
query DecisionsOf($id: ID!) {
  auditEntries(first: 50, filter: {kind: "decision", subjectId: $id}) {
    nodes {
      id
    }
  }
}`);

export type DocumentStateData = { document: { id: string; status: 'PROCESSING' | 'READY' | 'NEEDS_REVIEW' | 'QUARANTINED' | 'FAILED'; problem: { code: string } | null; steps: Array<{ name: string; state: 'PENDING' | 'RUNNING' | 'DONE' | 'SKIPPED' | 'FAILED'; durationMs: number | null }> } | null };
export type DocumentStateVariables = { id: string };
export const documentState = operation<DocumentStateData, DocumentStateVariables>(`
query DocumentState($id: ID!) {
  document(id: $id) {
    id
    status
    problem {
      code
    }
    steps {
      name
      state
      durationMs
    }
  }
}`);

export type ExplainData = { explainRecommendation: ({ __typename: 'Citation'; runId: string; cursor: string; page: number; quote: string; document: { name: string } | null } | { __typename: 'ObjectDelta' | 'RunCancelled' | 'RunRestarted' | 'RunStarted' | 'ToolCall' | 'ToolResult' | 'Usage'; runId: string; cursor: string } | { __typename: 'RunFailed'; runId: string; cursor: string; code: string; message: string } | { __typename: 'RunFinished'; runId: string; cursor: string; result: ({ __typename: 'Answer' } | { __typename: 'NeedsReview' | 'Refused' | 'InsufficientEvidence'; reason: string } | { __typename: 'BudgetExceeded'; reason: string; resetsAt: string }) } | { __typename: 'TextDelta'; runId: string; cursor: string; text: string }) };
export type ExplainVariables = { id: string; after?: string | null };
export const explain = operation<ExplainData, ExplainVariables>(`
subscription Explain($id: ID!, $after: Cursor) {
  explainRecommendation(recommendationId: $id, after: $after) {
    ...RunParts
  }
}

fragment RunParts on RunEvent {
  __typename
  runId
  cursor
  ... on TextDelta {
    text
  }
  ... on Citation {
    page
    quote
    document {
      name
    }
  }
  ... on RunFailed {
    code
    message
  }
  ... on RunFinished {
    result {
      __typename
      ... on InsufficientEvidence {
        reason
      }
      ... on NeedsReview {
        reason
      }
      ... on Refused {
        reason
      }
      ... on BudgetExceeded {
        reason
        resetsAt
      }
    }
  }
}`);

export type FullDocumentData = { document: { id: string; status: 'PROCESSING' | 'READY' | 'NEEDS_REVIEW' | 'QUARANTINED' | 'FAILED'; kind: string | null; problem: { code: string } | null; steps: Array<{ name: string; state: 'PENDING' | 'RUNNING' | 'DONE' | 'SKIPPED' | 'FAILED'; durationMs: number | null }>; fields: Array<{ name: string; value: unknown; confidence: number; page: number | null; start: number | null; end: number | null; quote: string | null }>; similar: Array<{ score: number; document: { id: string; name: string } | null }> | null; recommendations: { nodes: Array<{ id: string; kind: 'APPROVE' | 'REVIEW' | 'FLAG_DUPLICATE' | 'MATCH_ORDER' | 'SIMILAR'; state: 'OPEN' | 'NEEDS_REVIEW' | 'WITHHELD' | 'ACCEPTED' | 'REJECTED' | 'SUPERSEDED'; title: string; action: { operation: string } | null; verdicts: Array<{ rule: string; version: number; result: 'PASSED' | 'FIXED' | 'REVIEW' | 'REJECTED' }> }> } | null } | null };
export type FullDocumentVariables = { id: string };
export const fullDocument = operation<FullDocumentData, FullDocumentVariables>(`
query FullDocument($id: ID!) {
  document(id: $id) {
    id
    status
    kind
    problem {
      code
    }
    steps {
      name
      state
      durationMs
    }
    fields {
      name
      value
      confidence
      page
      start
      end
      quote
    }
    similar(first: 5) {
      score
      document {
        id
        name
      }
    }
    recommendations(first: 20) {
      nodes {
        id
        kind
        state
        title
        action {
          operation
        }
        verdicts {
          rule
          version
          result
        }
      }
    }
  }
}`);

export type VerifyAuditData = { verifyAudit: { valid: boolean; entries: number } };
export type VerifyAuditVariables = Record<string, never>;
export const verifyAudit = operation<VerifyAuditData, VerifyAuditVariables>(`
query VerifyAudit {
  verifyAudit {
    valid
    entries
  }
}`);

export type WatchDocumentsData = { documentChanged: { id: string; status: 'PROCESSING' | 'READY' | 'NEEDS_REVIEW' | 'QUARANTINED' | 'FAILED'; problem: { code: string } | null; steps: Array<{ name: string; state: 'PENDING' | 'RUNNING' | 'DONE' | 'SKIPPED' | 'FAILED'; durationMs: number | null }> } };
export type WatchDocumentsVariables = Record<string, never>;
export const watchDocuments = operation<WatchDocumentsData, WatchDocumentsVariables>(`
subscription WatchDocuments {
  documentChanged {
    id
    status
    problem {
      code
    }
    steps {
      name
      state
      durationMs
    }
  }
}`);
