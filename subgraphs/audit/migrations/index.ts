import type { Migration } from '#platform';
import { createAudit } from './0001-audit.js';

export const migrations: readonly Migration[] = [createAudit];
