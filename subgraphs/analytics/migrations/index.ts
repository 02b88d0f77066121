import type { Migration } from '#platform';
import { createFacts } from './0001-facts.js';

export const migrations: readonly Migration[] = [createFacts];
