import type { Migration } from '#platform';
import { createReviews } from './0001-reviews.js';
import { queue } from './0002-queue.js';
import { subjects } from './0003-subjects.js';

export const migrations: readonly Migration[] = [createReviews, queue, subjects];
