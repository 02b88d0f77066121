import type { EntityProbes } from './probe.js';

/** The subgraphs that `tributary subgraph new` made; it adds its row here. */
export const entityProbes: readonly EntityProbes[] = [];
