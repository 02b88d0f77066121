import type { MigrationSet } from '#platform';
import { accessMigrations } from '#platform/access';
import { hookMigrations } from '#platform/hooks';
import { migrations as identity } from '#platform/identity';
import { jobMigrations } from '#platform/jobs';
import { migrations as keys } from '#platform/keys';
import { migrations as limits } from '#platform/limits';
import { embeddingMigrations } from '#platform/models';
import { outboxMigrations } from '#platform/outbox';
import { pluginJobMigrations } from '#platform/plugin-host';
import { pluginMigrations } from '#platform/plugin-host/changes';
import { migrations as registry } from '#platform/registry';
import { runLogMigrations } from '#platform/run-log';
import { storeMigrations } from '#platform/store';
import { uploadMigrations } from '#platform/uploads';

/** The tables of the platform's parts, in the schema `platform`. */
export const platformMigrations: MigrationSet = {
  room: 'platform',
  migrations: [
    ...keys,
    ...identity,
    ...accessMigrations,
    ...outboxMigrations,
    ...jobMigrations,
    ...runLogMigrations,
    ...uploadMigrations,
    ...storeMigrations,
    ...limits,
    ...registry,
    ...pluginMigrations,
    ...pluginJobMigrations,
    ...embeddingMigrations,
    ...hookMigrations,
  ],
};
