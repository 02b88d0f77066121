import { tenantTable } from '#platform/database';

/** Rule sets of tenants with all their versions; the system's own stands in the code until a tenant changes it. */
export const recommendations0002 = {
  name: '0002-rule-sets',
  sql: `
create table recommendations.rule_sets (
  tenant_id uuid not null, id text not null, name text not null, capability text,
  created_by text not null, created_at timestamptz not null,
  primary key (tenant_id, id)
);
create table recommendations.rule_set_versions (
  tenant_id uuid not null, set_id text not null, version integer not null,
  state text not null check (state in ('DRAFT', 'SHADOW', 'ACTIVE', 'RETIRED')),
  rules jsonb not null, note text, created_by text not null, created_at timestamptz not null,
  primary key (tenant_id, set_id, version),
  foreign key (tenant_id, set_id) references recommendations.rule_sets (tenant_id, id) on delete cascade
);
create unique index rule_set_versions_active on recommendations.rule_set_versions (tenant_id, set_id)
  where state = 'ACTIVE';
create table recommendations.rule_set_changes (
  tenant_id uuid not null, id uuid not null, set_id text not null, version integer not null,
  from_state text, to_state text not null, changed_by text not null, at timestamptz not null, comment text,
  primary key (tenant_id, id)
);
create index rule_set_changes_set on recommendations.rule_set_changes (tenant_id, set_id, id desc);

alter table recommendations.recommendations
  add column capability text,
  add column shadow_verdicts jsonb not null default '[]',
  -- The facts that the rules were given beside those of the proposal.
  add column rule_facts jsonb,
  -- What people said to the review that a rule asked for.
  add column reviewed text,
  add column reviewed_by text[],
  add column reviewed_at timestamptz;
create index recommendations_made on recommendations.recommendations (tenant_id, created_at desc);

${tenantTable('recommendations.rule_sets')}
${tenantTable('recommendations.rule_set_versions')}
${tenantTable('recommendations.rule_set_changes')}
`,
};
