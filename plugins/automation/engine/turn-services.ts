import type { Granted } from 'tributary/sdk';
import { leafNeeds } from '../leaves/leaf-kind.js';

/** What a job that advances a run works with. */
export const turnNeeds = [...leafNeeds, 'events', 'jobs', 'store'] as const;
export type TurnServices = Granted<(typeof turnNeeds)[number]>;
