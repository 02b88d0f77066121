import type { Migration } from '#platform';
import { createReviews } from './0001-reviews.js';

export const migrations: readonly Migration[] = [createReviews];
