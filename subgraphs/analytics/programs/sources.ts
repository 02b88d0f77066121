import type { AnalyticsSource, analyticsFields, analyticsTimes } from 'tributary/sdk';
import { companyKey } from '../business/business-fact.js';

/** A field of a source in SQL of ours. */
export interface Column {
  /** What is shown and measured. */
  readonly label: string;
  /** What rows are grouped by. */
  readonly key: string;
  /** How a text is compared: this, with what `fold` makes of the text that is asked for. */
  readonly compared: string;
  fold(text: string): string;
}

/** A source of facts in SQL of ours; nothing of a request ever stands in it. */
export interface SourceSql {
  readonly from: string;
  /** The column with the document whose readers may know of the fact; null for facts that hold no content. */
  readonly document: string | null;
  readonly times: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, Column>>;
}

type Sources = {
  readonly [Source in AnalyticsSource]: SourceSql & {
    readonly times: Readonly<Record<(typeof analyticsTimes)[Source][number], string>>;
    readonly fields: Readonly<Record<keyof (typeof analyticsFields)[Source], Column>>;
  };
};

const as = (sql: string): Column => ({
  label: sql,
  key: sql,
  compared: `lower(${sql})`,
  fold: (text) => text.toLowerCase(),
});
/** A company, however its name is written. */
const company = (name: string, key: string): Column => ({
  label: name,
  key,
  compared: key,
  fold: (text) => companyKey(text) ?? text,
});
/** Days begin in UTC. */
const day = (column: string) => `(${column}::timestamp at time zone 'UTC')`;
const msBetween = (begin: string, end: string) => `(extract(epoch from ${end} - ${begin}) * 1000)`;

/** Where each field of `analyticsFields` stands; the compiler sees that none is missing. */
export const sources: Sources = {
  documents: {
    from: `analytics.document_facts d left join analytics.business_facts b
      on b.tenant_id = d.tenant_id and b.document_id = d.document_id`,
    document: 'd.document_id',
    times: {
      uploadedAt: 'd.uploaded_at',
      issueDate: day('b.issue_date'),
      dueDate: day('b.due_date'),
    },
    fields: {
      kind: as('coalesce(b.kind, d.kind)'),
      status: as('d.status'),
      seller: company('b.seller', 'b.seller_key'),
      buyer: company('b.buyer', 'b.buyer_key'),
      currency: as('b.currency'),
      orderRef: as('b.order_ref'),
      amount: as('b.amount'),
      tax: as('b.tax'),
      termDays: as('(b.due_date - b.issue_date)'),
      confidence: as('coalesce(b.confidence, d.mean_confidence)'),
      durationMs: as('d.duration_ms'),
      corrected: as(`exists (select from analytics.correction_facts c
        where c.tenant_id = d.tenant_id and c.document_id = d.document_id)`),
      hasOrder: as('(b.order_ref is not null)'),
      ready: as(`(d.status = 'READY')`),
    },
  },
  runs: {
    from: 'analytics.run_facts r',
    document: null,
    times: { finishedAt: 'r.at' },
    fields: {
      capability: as('r.capability'),
      plugin: as('r.plugin'),
      engine: as('r.engine'),
      model: as('r.model'),
      outcome: as('r.outcome'),
      durationMs: as('r.duration_ms'),
      inputTokens: as('r.input_tokens'),
      outputTokens: as('r.output_tokens'),
      costUsd: as('r.cost_usd'),
      answered: as(`(r.outcome = 'Answer')`),
    },
  },
  reviews: {
    from: 'analytics.review_facts v',
    document: null,
    times: { requestedAt: 'v.requested_at', resolvedAt: 'v.resolved_at' },
    fields: {
      outcome: as('v.outcome'),
      resolutionMs: as(msBetween('v.requested_at', 'v.resolved_at')),
      open: as('(v.resolved_at is null)'),
      approved: as(`(v.outcome = 'APPROVED')`),
    },
  },
  recommendations: {
    from: 'analytics.recommendation_facts p',
    document: null,
    times: { madeAt: 'p.made_at', decidedAt: 'p.decided_at' },
    fields: {
      kind: as('p.kind'),
      decision: as('p.decision'),
      decisionMs: as(msBetween('p.made_at', 'p.decided_at')),
      decided: as('(p.decision is not null)'),
      accepted: as(`(p.decision = 'ACCEPTED')`),
    },
  },
};
