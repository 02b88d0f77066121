import { operation } from 'tributary/client';
import { found, type Story } from './story.js';

export interface ErpField {
  name: string;
  value: unknown;
  confidence: number;
  page: number | null;
  quote: string | null;
}
export interface ErpRecommendation {
  id: string;
  kind: string;
  state: string;
  title: string;
  rationale: string;
  decisionId: string;
  verdicts: { rule: string; version: number; result: string; reason: string | null }[];
  evidence: { document: { id: string; name: string } | null }[];
}
export interface ErpReview {
  id: string;
  reason: string;
  state: string;
  outcome: string | null;
  fingerprint: string;
  subject: { type: string; id: string };
}
export interface ErpDocument {
  id: string;
  name: string;
  status: string;
  kind: string | null;
  fields: ErpField[];
  recommendations: { nodes: ErpRecommendation[] } | null;
  reviews: { nodes: ErpReview[] } | null;
}

const readDocument = operation<{ document: ErpDocument | null }, { id: string }>(`
  query ReadDocument($id: ID!) {
    document(id: $id) {
      id name status kind
      fields { name value confidence page quote }
      recommendations(first: 20) {
        nodes {
          id kind state title rationale decisionId
          verdicts { rule version result reason }
          evidence { document { id name } }
        }
      }
      reviews(first: 20) { nodes { id reason state outcome fingerprint subject { type id } } }
    }
  }`);

/** A document of the story with all that is known of it. */
export async function documentOf(story: Story, name: string): Promise<ErpDocument> {
  const { document } = await story.admin.request(readDocument, { id: story.id(name) });
  return found(document, `the document ${name}`);
}

export const fieldOf = ({ fields }: ErpDocument, name: string): string | null => {
  const value = fields.find((field) => field.name === name)?.value;
  return value === undefined || value === null ? null : String(value);
};

/** The recommendations of a kind on a document. */
export const recommendedOf = ({ recommendations }: ErpDocument, kind: string): ErpRecommendation[] =>
  (recommendations?.nodes ?? []).filter((one) => one.kind === kind);
