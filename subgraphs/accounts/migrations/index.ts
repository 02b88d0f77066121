import type { Migration } from '#platform';
import { createAccounts } from './0001-accounts.js';

export const migrations: readonly Migration[] = [createAccounts];
