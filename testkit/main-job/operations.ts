import { operation } from 'tributary/client';

export interface Place {
  page: number;
  start: number;
  end: number;
  quote: string;
}
export interface RecommendationData {
  id: string;
  kind: string;
  state: string;
  title: string;
  confidence: number;
  action: { operation: string; variables: Record<string, unknown> } | null;
  actionState: string | null;
  verdicts: { rule: string; version: number; result: string }[];
  evidence: { document: { id: string } | null }[];
}
export interface DocumentData {
  id: string;
  name: string;
  status: string;
  kind: string | null;
  versionId: string;
  version: number;
  problem: { code: string } | null;
  steps: { name: string; state: string; runId: string | null }[];
  fields: (Place & {
    name: string;
    value: unknown;
    confidence: number;
    source: string;
    extractedValue: unknown;
  })[];
  pages: { nodes: { number: number; text: string }[] };
  similar: { score: number; document: { id: string; name: string } | null }[] | null;
  recommendations: { nodes: RecommendationData[] } | null;
  reviews: { nodes: ReviewData[] } | null;
}
export interface ReviewData {
  id: string;
  reason: string;
  state: string;
  outcome: string | null;
  fingerprint: string;
  subject: { type: string; id: string };
}

const recommendationParts = `id kind state title confidence action { operation variables } actionState
  verdicts { rule version result } evidence { document { id } }`;
const reviewParts = 'id reason state outcome fingerprint subject { type id }';

export const readDocument = operation<{ document: DocumentData | null }, { id: string }>(`
  query ReadDocument($id: ID!) {
    document(id: $id) {
      id name status kind versionId version
      problem { code }
      steps { name state runId }
      fields { name value confidence source extractedValue page start end quote }
      pages(first: 100) { nodes { number text } }
      similar(first: 5) { score document { id name } }
      recommendations(first: 20) { nodes { ${recommendationParts} } }
      reviews(first: 20) { nodes { ${reviewParts} } }
    }
  }`);

export const pagesOfVersion = operation<
  { document: { pages: { totalCount: number; nodes: { number: number; text: string }[] } } | null },
  { id: string; versionId: string }
>(`
  query PagesOfVersion($id: ID!, $versionId: ID!) {
    document(id: $id) { pages(first: 100, versionId: $versionId) { totalCount nodes { number text } } }
  }`);

export const search = operation<
  {
    search: {
      totalCount: number;
      nodes: {
        document: { id: string; name: string } | null;
        page: number;
        start: number;
        end: number;
        text: string;
        highlights: { start: number; end: number }[];
      }[];
    };
  },
  { query: string }
>(`
  query Search($query: String!) {
    search(query: $query, first: 10) {
      totalCount
      nodes { document { id name } page start end text highlights { start end } }
    }
  }`);

export const accept = mutation<{ recommendationId: string }>(
  'acceptRecommendation',
  'DecideRecommendationInput',
  `... on RecommendationPayload { recommendation { ${recommendationParts} } }`,
);
export const reject = mutation<{ recommendationId: string; comment?: string }>(
  'rejectRecommendation',
  'DecideRecommendationInput',
  `... on RecommendationPayload { recommendation { ${recommendationParts} } }`,
);
export const giveFeedback = mutation<{ recommendationId: string; value: 'UP' | 'DOWN' }>(
  'giveFeedback',
  'GiveFeedbackInput',
  '... on RecommendationPayload { recommendation { id } }',
);
export const correctField = mutation<{ documentId: string; name: string; value: unknown }>(
  'correctField',
  'CorrectFieldInput',
  '... on CorrectFieldPayload { field { name value source } }',
);
export const reprocess = mutation<{ documentId: string }>(
  'reprocessDocument',
  'ReprocessDocumentInput',
  '... on ChangeDocumentPayload { document { id status } }',
);
export const deleteDocument = mutation<{ documentId: string }>(
  'deleteDocument',
  'DeleteDocumentInput',
  '... on DeleteDocumentPayload { documentId }',
);
export const resolveReview = mutation<{ reviewId: string; outcome: string; fingerprint: string }>(
  'resolveReview',
  'ResolveReviewInput',
  `... on ResolveReviewPayload { review { ${reviewParts} } }`,
);

export const recommendationsForMe = operation<
  { recommendationsForMe: { nodes: { id: string; kind: string }[] } },
  Record<string, never>
>('query ForMe { recommendationsForMe(first: 50) { nodes { id kind } } }');

export const readRecommendation = operation<{ recommendation: RecommendationData | null }, { id: string }>(
  `query ReadRecommendation($id: ID!) { recommendation(id: $id) { ${recommendationParts} } }`,
);

export interface AuditRecord {
  id: string;
  seq: number | null;
  kind: string;
  action: string;
  actor: string;
  body: Record<string, unknown> | null;
}
export interface AuditFilter {
  kind?: string;
  subjectId?: string;
  action?: string;
}
export const auditEntries = operation<
  { auditEntries: { totalCount: number; nodes: AuditRecord[] } },
  { filter: AuditFilter }
>(`
  query AuditEntries($filter: AuditEntryFilter) {
    auditEntries(filter: $filter, first: 100) { totalCount nodes { id seq kind action actor body } }
  }`);

export const verifyAudit = operation<
  { verifyAudit: { valid: boolean; entries: number; headHash: string; firstBad: { seq: number } | null } },
  Record<string, never>
>('query Verify { verifyAudit { valid entries headHash firstBad { seq } } }');

export interface AuditExportData {
  exportAudit: { lines: string; count: number; endCursor: string | null; hasNextPage: boolean };
}
export const exportAudit = operation<AuditExportData, { after: string | null }>(`
  query Export($after: Cursor) {
    exportAudit(limit: 500, after: $after) { lines count endCursor hasNextPage }
  }`);

/** What a mutation answered: its payload's fields, or an expected failure's. */
export interface MutationData {
  __typename: string;
  code?: string;
  recommendation?: RecommendationData;
  review?: ReviewData;
  document?: { id: string; status: string };
  field?: { name: string; value: unknown; source: string };
}

function mutation<Input>(name: string, inputType: string, payload: string) {
  return operation<{ result: MutationData }, { input: Input }>(`
    mutation Change($input: ${inputType}!) {
      result: ${name}(input: $input) { __typename ${payload} ... on Failure { code message hint } }
    }`);
}
