import type { Migration } from '#platform';
import { createReviews } from './0001-reviews.js';
import { queue } from './0002-queue.js';

export const migrations: readonly Migration[] = [createReviews, queue];
