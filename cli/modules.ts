import type { EntitySchema } from '@mikro-orm/postgresql';
import type { MigrationSet, SubgraphModule } from '#platform';
import { platformMigrations } from '../platform/migrations.js';
import accounts from '../subgraphs/accounts/index.js';
import analytics from '../subgraphs/analytics/index.js';
import audit from '../subgraphs/audit/index.js';
import capabilities from '../subgraphs/capabilities/index.js';
import documents from '../subgraphs/documents/index.js';
import recommendations from '../subgraphs/recommendations/index.js';
import reviews from '../subgraphs/reviews/index.js';

/** The core subgraphs. Every process but a mere gateway loads them all; a role decides which it serves. */
export const modules: readonly SubgraphModule[] = [
  accounts,
  documents,
  recommendations,
  reviews,
  capabilities,
  audit,
  analytics,
];

export const migrationSets: readonly MigrationSet[] = [
  platformMigrations,
  ...modules.map(({ name, migrations }) => ({ room: name, migrations })),
];

export const entities: readonly EntitySchema[] = modules.flatMap((module) => [...module.entities]);
