import type { Migration } from '#platform';
import { createFacts } from './0001-facts.js';
import { createBusinessFacts } from './0002-business-facts.js';

export const migrations: readonly Migration[] = [createFacts, createBusinessFacts];
