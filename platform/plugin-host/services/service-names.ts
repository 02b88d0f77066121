import type { ServiceName } from 'tributary/sdk';

// A record, so that a service that the SDK gains cannot be forgotten here.
const names: Record<ServiceName, true> = {
  documents: true,
  search: true,
  results: true,
  runs: true,
  models: true,
  prompts: true,
  capabilities: true,
  operations: true,
  recommendations: true,
  reviews: true,
  store: true,
  http: true,
  keys: true,
  feedback: true,
  log: true,
  clock: true,
};

/** The services that a manifest can permit and a capability can need. */
export const serviceNames = Object.keys(names) as ServiceName[];
