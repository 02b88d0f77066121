import { tenantTable } from '#platform/database';

export const recommendations0001 = {
  name: '0001-recommendations',
  sql: `
create table recommendations.recommendations (
  tenant_id uuid not null, id uuid not null, document_id uuid not null, version_id uuid not null,
  kind text not null, title text not null, rationale text not null, confidence double precision not null,
  state text not null, action jsonb, facts jsonb not null, evidence jsonb not null, verdicts jsonb not null,
  run_id uuid not null, decision_id uuid not null,
  decided_by text, decided_at timestamptz, comment text, action_state text, action_errors jsonb,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index recommendations_document on recommendations.recommendations (tenant_id, document_id, id desc);
create index recommendations_state on recommendations.recommendations (tenant_id, state, id desc);

create table recommendations.feedback (
  tenant_id uuid not null, recommendation_id uuid not null, actor text not null, value text not null, comment text,
  at timestamptz not null,
  primary key (tenant_id, recommendation_id, actor),
  foreign key (tenant_id, recommendation_id) references recommendations.recommendations (tenant_id, id) on delete cascade
);
create index feedback_actor on recommendations.feedback (tenant_id, actor, at desc);

${tenantTable('recommendations.recommendations')}
${tenantTable('recommendations.feedback')}
`,
};
