export type { Migration, MigrationSet, Transaction } from '#platform';
export { type Database, openDatabase } from './database.js';
export { discardEmbedded, type EmbeddedOptions, startEmbedded } from './embedded/index.js';
export { fingerprint, type MigrationReport, migrate, pendingMigrations } from './migrate.js';
export { attachServer, type DatabaseServer, startDatabaseServer } from './server.js';
export { sharedTable, tenantTable } from './tenant-table.js';
export type { Role, TransactionOptions } from './transaction.js';
